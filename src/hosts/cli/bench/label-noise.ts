import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { resolveRecipe } from '#learning/recipes.ts'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import { type ReviewEffort, reviewEffort, reviewEffortIntervals } from '#statistics/label-issues/review-effort.ts'
import { meanInterval } from '#statistics/mean-interval.ts'
import type { Terminal } from '../terminal.ts'
import { recipeText } from '../train.ts'
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
  readonly recipe: string
  readonly start?: string | undefined
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
    recipe: z.string().default('quick'),
    /** A model's .onnx file that every fit goes on from; it must never have learnt from the photographs. */
    start: z.string().optional(),
    /** Where what was trained is kept: a call takes up what an earlier one left. */
    folder: z.string().default(join(tmpdir(), 'regrade-label-noise')),
  },
  async (settings, terminal) => {
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

/** What an order of review finds. */
interface Found {
  readonly effort: ReviewEffort
  /** Of each photograph in that order, whether its label is wrong; null of many orders at random. */
  readonly wrong: readonly boolean[] | null
}

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

async function foundBySeed(settings: Settings, seed: number, terminal: Terminal): Promise<Map<string, Found>> {
  const { source, noise, kind, count, size, epochs, folds, start } = settings
  const condition = source === 'idrid' ? 'idrid' : `made-${kind}-${noise}-${count}`
  const fields = { size, epochs, folds, seed, holdOut: 0, validation: 0, start: start ? 'current' : 'scratch' }
  const recipe = resolveRecipe(recipeText(settings.recipe), fields)
  const learnt = start ? `${recipe.name}-from-${basename(start, '.onnx')}` : recipe.name
  const folder = join(settings.folder, `${condition}-${learnt}-${size}-${epochs}-${folds}-${seed}`)
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
  const labelled = photographs.map(({ hash, path, patient, label }) => ({
    ...{ hash, path, group: patient, grade: label, origin: 'imported' as const },
  }))
  const known = await trainedOn(labelled, recipe, start ? await readFile(start) : undefined, folder, terminal)
  const { ranked, truth } = withPredictions(photographs, known)
  const wrong = ranked.map(({ label }, index) => label !== truth[index])
  const found = new Map<string, Found>()
  for (const [name, order] of orders(ranked, (index) => truth[index] as Grade)) {
    const inOrder = order.map((index) => wrong[index] as boolean)
    found.set(name, { effort: reviewEffort(inOrder), wrong: inOrder })
  }
  found.set('random', { effort: meanOfRandomOrders(wrong), wrong: null })
  return found
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
