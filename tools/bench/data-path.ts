import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeJpeg } from '#imaging/encode.ts'
import { sha256 } from '#imaging/hash.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { BatchThreads, batchThreadCount } from '#learning/data/batch-threads.ts'
import type { BatchRequest } from '#learning/data/batches.ts'
import type { Sample } from '#learning/data/dataset.ts'
import { openPreparedCache } from '#learning/data/photograph-preparation.ts'
import type { PreparedCache } from '#learning/data/prepared-cache.ts'
import { epochBatches } from '#learning/data/sampler.ts'
import { augmentationSchema } from '#shared/augmentation.ts'
import { grades } from '#shared/grades.ts'
import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark, whole } from './benchmark.ts'
import { interleaved } from './interleaved.ts'
import { networkSettings } from './network-speed.ts'
import { median, timed } from './samples.ts'

const { architecture, size, batch, threads, runtime } = networkSettings

export const dataPathBenchmark = benchmark(
  'data-path',
  'rate of training from photographs, as a share of the bare step on fixed data',
  { architecture, size, batch, threads, runtime, runs: whole(20), warmUp: whole(4, 0), photographs: whole(60) },
  async (settings, { signal }) => {
    const folder = await mkdtemp(join(tmpdir(), 'regrade-bench-'))
    try {
      const cache = openPreparedCache({ folder, size: settings.size, enhancement: 'none' })
      const samples = await madeSamples(folder, settings, cache)
      const trainer = await openBenchTrainer(settings)
      const makerCount = batchThreadCount(settings.threads, trainer.runtime)
      const makers = new BatchThreads(makerCount)
      try {
        const batches = makers.inOrder(cache, endlessRequests(samples, settings.batch))
        const whole = async () => {
          const { value } = await batches.next()
          if (value) await trainer.step(value)
        }
        const bare = { name: 'bare step', run: () => timed(() => trainer.step()), close: () => undefined }
        const { own, peer } = await interleaved(() => timed(whole), bare, { ...settings, signal })
        return {
          unit: 'share',
          value: median(peer) / median(own),
          samples: own.map((milliseconds, run) => (peer[run] ?? Number.NaN) / milliseconds),
          what: `Rate of training ${settings.architecture} at ${settings.size} px, batch ${settings.batch}, from prepared photographs that are augmented on ${makerCount} threads, as a share of the bare step's on fixed data, on ${trainer.device}; medians of ${settings.runs} steps each, in turn.`,
          settings,
          notes: trainer.notes,
          target: { atLeast: 0.85 },
          figures: {
            stepFromPhotographsMs: median(own),
            bareStepMs: median(peer),
            batchMs: await batchTime(cache, samples, settings.batch),
          },
        }
      } finally {
        await makers.close()
        await trainer.close()
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

/** Made photographs, as files and in the cache. */
async function madeSamples(
  folder: string,
  { photographs, size: side }: { readonly photographs: number; readonly size: number },
  cache: PreparedCache,
): Promise<Sample[]> {
  await mkdir(join(folder, 'photographs'))
  const samples: Sample[] = []
  for (let seed = 0; seed < photographs; seed++) {
    const grade = grades[seed % grades.length] ?? 0
    const bytes = await encodeJpeg(makePhotograph({ seed, size: side, grade }))
    const path = join(folder, 'photographs', `${seed}.jpg`)
    await writeFile(path, bytes)
    const target = grades.map((one) => (one === grade ? 1 : 0))
    const sample = { hash: sha256(bytes), path, group: path, grade, target }
    await cache.pixels(sample)
    samples.push(sample)
  }
  return samples
}

/** The augmentation of the recipe `standard`, and two operations of RandAugment besides. */
const augmentation = augmentationSchema.parse({
  ...{ flips: true, rotation: 180, zoom: 0.1, brightness: 0.1, contrast: 0.1 },
  randAugment: { operations: 2 },
})

function* endlessRequests(samples: readonly Sample[], count: number): Generator<BatchRequest, undefined> {
  for (let epoch = 0; ; epoch++) {
    for (const draws of epochBatches(samples, { batch: count, balanced: false, seed: epoch })) {
      yield { seed: 1, fit: 'bench', epoch, draws: draws.map((draw) => ({ ...draw, augmentation })) }
    }
  }
}

/** Milliseconds that one batch takes on one thread with nothing else to do. */
async function batchTime(cache: PreparedCache, samples: readonly Sample[], count: number): Promise<number> {
  const alone = new BatchThreads(0).inOrder(cache, endlessRequests(samples, count))
  const times: number[] = []
  for (let run = 0; run < 10; run++) times.push(await timed(() => alone.next()))
  return median(times)
}
