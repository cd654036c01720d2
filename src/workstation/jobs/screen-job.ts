import type { ScreeningReport } from '#shared/contract/quality.ts'
import type { Job, JobContext } from './job.ts'

/** Measures every photograph again, as the rules stand now; what readers decided stays. */
export const screenJob: Job = {
  kind: 'screen',
  resumable: false,
  execute: async (_request, context) => await screen(context),
}

const batchSize = 32

async function screen(context: JobContext): Promise<ScreeningReport> {
  const { store, compute, report, signal, threads, now } = context
  const images = store.images.all()
  const startedMs = now().getTime()
  let done = 0
  let batch: (() => void)[] = []
  const write = () => {
    store.transaction(() => {
      for (const put of batch) put()
    })
    batch = []
  }
  report({ stage: 'screen', done, total: images.length })
  try {
    await compute.run(
      'inspect',
      { paths: images.map(({ path }) => path), workers: threads },
      {
        signal,
        onEvent: ({ index, inspection }) => {
          const image = images[index]
          if (image && inspection) {
            const { measures, verdict, reasons } = inspection
            batch.push(() => store.quality.put(image.image, measures, verdict, reasons, now().toISOString()))
          }
          if (batch.length >= batchSize) write()
          done++
          report({ stage: 'screen', done, total: images.length })
        },
      },
    )
  } finally {
    write()
  }
  const seconds = (now().getTime() - startedMs) / 1000
  context.changes.publish({ kind: 'photographs' })
  return { ...summarise(context), imagesPerSecond: seconds > 0 ? images.length / seconds : 0 }
}

function summarise({ store }: JobContext): Omit<ScreeningReport, 'imagesPerSecond'> {
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
