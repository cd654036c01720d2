import type { Inspection as ImagingInspection } from '#imaging/inspect.ts'
import { inspectAll } from '#imaging/inspection-pool.ts'
import { inspectionSchema } from '../protocol.ts'
import type { TaskWork } from '../serve.ts'

/** Looks into photographs on worker threads; each is told as it is done. */
export const inspectTask: TaskWork<'inspect'> = async ({ paths, workers }, { signal, emit }) => {
  await inspectAll(paths, {
    workers,
    signal,
    onResult: (result) => {
      if (result.error) emit({ index: result.index, inspection: null, reason: result.error.message })
      else emit({ index: result.index, inspection: toMessage(result.inspection), reason: null })
    },
  })
  return null
}

function toMessage({ quality, ...content }: ImagingInspection) {
  const { verdict, reasons, ...measures } = quality
  // Five decimals draw the same curve and keep a photograph's row under a kilobyte.
  const histogram = measures.histogram.map((share) => Number(share.toFixed(5)))
  return inspectionSchema.parse({ ...content, measures: { ...measures, histogram }, verdict, reasons: [...reasons] })
}
