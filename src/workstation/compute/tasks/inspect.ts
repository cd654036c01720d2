import { basename } from 'node:path'
import type { Inspection as ImagingInspection } from '#imaging/inspect.ts'
import { inspectAll } from '#imaging/inspection-pool.ts'
import { type Inspection, inspectionSchema } from '../protocol.ts'
import type { TaskWork } from '../serve.ts'

/** Looks into photographs on worker threads; each is told as it is done. What was measured and is no measure, which the store would
 *  not take, is that file's failure and nobody else's. */
export const inspectTask: TaskWork<'inspect'> = async ({ paths, workers }, { signal, emit }) => {
  await inspectAll(paths, {
    workers,
    signal,
    onResult: ({ index, path, inspection, error }) => {
      const told = inspection && toMessage(inspection)
      if (told) emit({ index, inspection: told, reason: null })
      else emit({ index, inspection: null, reason: error?.message ?? unmeasured(path) })
    },
  })
  return null
}

function unmeasured(path: string): string {
  return `Could not measure "${basename(path)}": a measure of it is no number. Save it anew, or leave it out.`
}

function toMessage({ quality, ...content }: ImagingInspection): Inspection | null {
  const { verdict, reasons, ...measures } = quality
  // Five decimals draw the same curve and keep a photograph's row under a kilobyte.
  const histogram = measures.histogram.map((share) => Number(share.toFixed(5)))
  const message = {
    ...content,
    notes: [...content.notes],
    measures: { ...measures, histogram },
    verdict,
    reasons: [...reasons],
  }
  return inspectionSchema.safeParse(message).data ?? null
}
