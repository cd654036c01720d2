import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { AppError } from '#shared/errors.ts'
import type { Grade } from '#shared/grades.ts'
import { type ReviewEffort, reviewEffort } from '#statistics/label-issues/review-effort.ts'
import { meanInterval } from '#statistics/mean-interval.ts'
import type { Terminal } from '../../../src/hosts/cli/terminal.ts'
import { recipeText } from '../../../src/hosts/cli/train.ts'
import { haveIdrid } from '../../real-photographs.ts'
import { disputedPhotographs } from './disputed-photographs.ts'
import { type NoiseKind, type NoisyPhotograph, noisyPhotographs } from './noisy-photographs.ts'
import { orders, type Ranked, randomOrder } from './orders.ts'
import { type Told, trainedOn } from './trained-on.ts'

const randomOrders = 200

/** Which photographs, how their labels go wrong and how the model that doubts them is trained. */
export interface Condition {
  readonly source: 'made' | 'idrid'
  readonly noise: number
  readonly kind: NoiseKind
  readonly count: number
  readonly size: number
  readonly epochs: number
  readonly folds: number
  readonly recipe: string
  readonly start?: string | undefined
  readonly folder: string
}

/** What an order of review finds. */
export interface Found {
  readonly effort: ReviewEffort
  /** Of each photograph in that order, whether its label is wrong; null of many orders at random. */
  readonly wrong: readonly boolean[] | null
}

/** What every order of review finds under this condition, by its name; `random` is the mean of many. */
export async function foundBySeed(condition: Condition, seed: number, terminal: Terminal): Promise<Map<string, Found>> {
  const { source, noise, kind, count, size, epochs, folds, start } = condition
  const name = source === 'idrid' ? 'idrid' : `made-${kind}-${noise}-${count}`
  const fields = { size, epochs, folds, seed, holdOut: 0, validation: 0, start: start ? 'current' : 'scratch' }
  const recipe = resolveRecipe(await recipeText(condition.recipe), fields)
  const learnt = start ? `${recipe.name}-from-${basename(start, '.onnx')}` : recipe.name
  const folder = join(condition.folder, `${name}-${learnt}-${size}-${epochs}-${folds}-${seed}`)
  if (source === 'idrid' && !haveIdrid) {
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
  const seen = photographs.filter(({ hash }) => known.has(hash))
  const places = new Map(seen.map(({ patient, eye }, index) => [`${patient} ${eye}`, index]))
  const copies = Map.groupBy(photographs, ({ hash }) => hash)
  const ranked = seen.map((one): Ranked => {
    const told = known.get(one.hash) as Told
    const fellow = one.eye === null ? undefined : places.get(`${one.patient} ${one.eye === 'left' ? 'right' : 'left'}`)
    const duplicates = (copies.get(one.hash) ?? []).filter((copy) => copy !== one).map(({ label }) => label)
    return { label: one.label, ...told, quality: one.quality, fellow: fellow ?? null, files: [], duplicates }
  })
  const truth = seen.map((one) => one.truth)
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
