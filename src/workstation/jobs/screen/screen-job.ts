import type { ScreeningReport } from '#shared/contract/quality.ts'
import type { Job, JobContext } from '../../job.ts'
import { inspectFiles } from './inspect-files.ts'

/** Measures every photograph again, as the rules stand now; what readers decided stays. */
export const screenJob: Job = {
  kind: 'screen',
  resumable: false,
  execute: async (_request, context) => await screen(context),
}

const batchSize = 32

async function screen(context: JobContext): Promise<ScreeningReport> {
  const { store, report, now } = context
  const images = store.images.all()
  const startedMs = now().getTime()
  let done = 0
  const unreadable: ScreeningReport['unreadable'] = []
  let batch: (() => void)[] = []
  const write = () => {
    store.transaction(() => {
      for (const put of batch) put()
    })
    batch = []
  }
  report({ stage: 'screen', done, total: images.length })
  try {
    const files = images.map(({ path }) => path)
    await inspectFiles(files, context, (index, { inspection, reason }) => {
      const image = images[index]
      if (image && inspection) {
        const { measures, verdict, reasons, sha256 } = inspection
        batch.push(() => {
          store.quality.put(image.image, measures, verdict, reasons, now().toISOString())
          if (sha256 === image.sha256) store.images.see(inspection)
        })
      } else if (image) unreadable.push({ image: image.name, reason: reason ?? '' })
      if (batch.length >= batchSize) write()
      done++
      report({ stage: 'screen', done, total: images.length })
    })
  } finally {
    write()
  }
  const seconds = (now().getTime() - startedMs) / 1000
  context.changes.publish({ kind: 'photographs' })
  return { ...summarise(context), unreadable, imagesPerSecond: seconds > 0 ? images.length / seconds : 0 }
}

function summarise({ store }: JobContext): Omit<ScreeningReport, 'imagesPerSecond' | 'unreadable'> {
  const names = store.images.names()
  const beyond = (rule: Parameters<typeof store.quality.beyond>[0]) =>
    store.quality.beyond(rule).map((image) => names.get(image) ?? String(image))
  return {
    images: store.images.count(),
    verdicts: store.quality.counts(),
    underexposed: beyond('underexposed'),
    overexposed: beyond('overexposed'),
    retinaUnderexposed: beyond('retinaUnderexposed'),
    retinaOverexposed: beyond('retinaOverexposed'),
  }
}
