import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { resolveRecipe } from '#learning/recipes.ts'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import { type ReviewEffort, reviewEffort } from '#statistics/label-issues/review-effort.ts'
import { meanInterval } from '#statistics/mean-interval.ts'
import type { Terminal } from '../terminal.ts'
import { benchmark, whole } from './benchmark.ts'
import { disputedPhotographs } from './label-noise/disputed-photographs.ts'
import { type NoisyPhotograph, noiseKinds, noisyPhotographs } from './label-noise/noisy-photographs.ts'
import { orders, type Ranked, randomOrder } from './label-noise/orders.ts'
import { trainedOn } from './label-noise/trained-on.ts'
import { haveRealPhotographs } from './photographs.ts'

const randomOrders = 200

interface Settings {
  readonly source: 'made' | 'idrid'
  readonly noise: number
  readonly kind: (typeof noiseKinds)[number]
  readonly seeds: number
  readonly firstSeed: number
  readonly count: number
  readonly size: number
  readonly epochs: number
  readonly folds: number
  readonly folder: string
}

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
    /** Where what was trained is kept: a call takes up what an earlier one left. */
    folder: z.string().default(join(tmpdir(), 'regrade-label-noise')),
  },
  async (settings, terminal) => {
    const bySeed: ReadonlyMap<string, ReviewEffort>[] = []
    for (let index = 0; index < settings.seeds; index++) {
      bySeed.push(await effortsOfSeed(settings, settings.firstSeed + index, terminal))
    }
    const names = [...(bySeed[0]?.keys() ?? [])]
    const of = (name: string, figure: keyof ReviewEffort) =>
      meanInterval(bySeed.map((efforts) => efforts.get(name)?.[figure] ?? Number.NaN))
    const summary = <T>(pick: (found: ReturnType<typeof of>) => T): Record<string, Record<string, T>> =>
      Object.fromEntries(
        names.map((name) => [
          name,
          Object.fromEntries(effortFigures.map((figure) => [figure, pick(of(name, figure))])),
        ]),
      )
    const samples = bySeed.map((efforts) => {
      return (efforts.get('suspicion')?.reviewsTo80 ?? Number.NaN) / (efforts.get('random')?.reviewsTo80 ?? Number.NaN)
    })
    return {
      unit: 'of the reviews at random',
      value: meanInterval(samples).mean,
      samples,
      what: `Reviews until 80 % of the wrong labels are found, by suspicion over at random, mean of ${samples.length} ${samples.length === 1 ? 'seed' : 'seeds'}.`,
      settings,
      target: { atMost: 1 / 3 },
      results: summary(({ mean }) => mean),
      intervals: summary(({ interval }) => interval),
    }
  },
)

const effortFigures = ['averagePrecision', 'reviewsTo50', 'reviewsTo80', 'reviewsTo95'] as const

async function effortsOfSeed(settings: Settings, seed: number, terminal: Terminal): Promise<Map<string, ReviewEffort>> {
  const { source, noise, kind, count, size, epochs, folds } = settings
  const condition = source === 'idrid' ? 'idrid' : `made-${kind}-${noise}-${count}`
  const folder = join(settings.folder, `${condition}-${size}-${epochs}-${folds}-${seed}`)
  if (source === 'idrid' && !haveRealPhotographs()) {
    throw new AppError(
      'not_found',
      'The IDRiD photographs are not here; put them beside the checkout, or use source=made.',
    )
  }
  const photographs =
    source === 'idrid'
      ? await disputedPhotographs()
      : await noisyPhotographs(join(folder, 'photographs'), { count, size: 256, noise, kind, seed }, terminal)
  const recipe = resolveRecipe('quick', { size, epochs, folds, seed, holdOut: 0, validation: 0 })
  const labelled = photographs.map(({ hash, path, patient, label }) => ({
    ...{ hash, path, group: patient, grade: label, origin: 'imported' as const },
  }))
  const known = await trainedOn(labelled, recipe, folder, terminal)
  const { ranked, truth } = withPredictions(photographs, known)
  const wrong = ranked.map(({ label }, index) => label !== truth[index])
  const efforts = new Map<string, ReviewEffort>()
  for (const [name, order] of orders(ranked, (index) => truth[index] as Grade)) {
    efforts.set(name, reviewEffort(order.map((index) => wrong[index] as boolean)))
  }
  efforts.set('random', meanOfRandomOrders(wrong))
  return efforts
}

function withPredictions(photographs: readonly NoisyPhotograph[], known: Awaited<ReturnType<typeof trainedOn>>) {
  const labels = new Map(photographs.map(({ patient, eye, label }) => [`${patient} ${eye}`, label]))
  const ranked: Ranked[] = []
  const truth: Grade[] = []
  for (const one of photographs) {
    const told = known.get(one.hash)
    if (!told) continue
    const fellow = one.eye === null ? undefined : labels.get(`${one.patient} ${one.eye === 'left' ? 'right' : 'left'}`)
    ranked.push({ label: one.label, ...told, quality: one.quality, fellowEye: fellow ?? null, files: [] })
    truth.push(one.truth)
  }
  return { ranked, truth }
}

function meanOfRandomOrders(wrong: readonly boolean[]): ReviewEffort {
  const efforts = Array.from({ length: randomOrders }, (_, seed) =>
    reviewEffort(randomOrder(wrong.length, seed).map((index) => wrong[index] as boolean)),
  )
  const mean = (figure: keyof ReviewEffort) => meanInterval(efforts.map((one) => one[figure] ?? Number.NaN)).mean
  return {
    averagePrecision: mean('averagePrecision'),
    reviewsTo50: mean('reviewsTo50'),
    reviewsTo80: mean('reviewsTo80'),
    reviewsTo95: mean('reviewsTo95'),
  }
}
