import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { reportSeed } from '#statistics/bootstrap.ts'
import { reviewEffortIntervals } from '#statistics/label-issues/review-effort.ts'
import { meanInterval } from '#statistics/mean-interval.ts'
import { realPlace, refuseProtected } from '#workstation/targets/where-to-write.ts'
import { benchmark, whole } from './benchmark.ts'
import { type Found, foundBySeed } from './label-noise/found-by-seed.ts'
import { noiseKinds } from './label-noise/noisy-photographs.ts'

export const labelNoiseBenchmark = benchmark(
  'label-noise',
  'reviews until 80 % of the wrong labels are found by suspicion, as a share of those at random',
  {
    source: z.enum(['made', 'idrid']).default('made'),
    noise: z.coerce.number().min(0.01).max(0.9).default(0.3),
    kind: z.enum(noiseKinds).default('uniform'),
    seeds: whole(1),
    firstSeed: whole(1),
    count: whole(1200, 60),
    size: whole(96, 32),
    epochs: whole(10),
    folds: whole(3, 2),
    recipe: z.string().default('quick'),
    /** A model's .onnx file that every fit goes on from; it must never have learnt from the photographs. */
    start: z.string().optional(),
    /** Where what was trained is kept: a call takes up what an earlier one left. */
    folder: z.string().default(join(tmpdir(), 'regrade-label-noise')),
  },
  async (settings, terminal) => {
    refuseProtected(realPlace(resolve(settings.folder)), settings.folder)
    const bySeed: ReadonlyMap<string, Found>[] = []
    for (let index = 0; index < settings.seeds; index++) {
      bySeed.push(await foundBySeed(settings, settings.firstSeed + index, terminal))
    }
    const figures = [...(bySeed[0]?.keys() ?? [])].map((name) => [name, figuresOf(name, bySeed)] as const)
    const samples = bySeed.map((found) => {
      return (
        (found.get('suspicion')?.effort.reviewsTo80 ?? Number.NaN) /
        (found.get('random')?.effort.reviewsTo80 ?? Number.NaN)
      )
    })
    const places = bySeed.map((found) =>
      (found.get('suspicion')?.wrong ?? []).flatMap((is, index) => (is ? index + 1 : [])),
    )
    return {
      unit: 'of the reviews at random',
      value: meanInterval(samples).mean,
      samples,
      what: `Reviews until 80 % of the wrong labels are found, by suspicion over at random, mean of ${samples.length} ${samples.length === 1 ? 'seed' : 'seeds'}.`,
      settings,
      target: { atMost: 1 / 3 },
      results: Object.fromEntries(figures.map(([name, { results }]) => [name, results])),
      intervals: Object.fromEntries(figures.map(([name, { intervals }]) => [name, intervals])),
      places,
    }
  },
)

const effortFigures = ['averagePrecision', 'reviewsTo50', 'reviewsTo80', 'reviewsTo95'] as const

/** Means over the seeds and their intervals; of one seed, those over its photographs. */
function figuresOf(name: string, bySeed: readonly ReadonlyMap<string, Found>[]) {
  const all = bySeed.map((found) => found.get(name)).filter((found) => found !== undefined)
  const [only] = all.length === 1 ? all : []
  const overPhotographs = only?.wrong ? reviewEffortIntervals(only.wrong, reportSeed) : null
  const results: Record<string, number> = {}
  const intervals: Record<string, readonly [number, number] | null> = {}
  for (const figure of effortFigures) {
    const { mean, interval } = meanInterval(all.map(({ effort }) => effort[figure] ?? Number.NaN))
    results[figure] = mean
    intervals[figure] = interval ?? overPhotographs?.[figure] ?? null
  }
  return { results, intervals }
}
