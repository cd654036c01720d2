import { createRandom, type Random, shuffle } from '#numerics/random/named-streams.ts'
import { type Eye, type Grade, grades, isGrade } from '#shared/grades.ts'
import type { QualityVerdict } from '../quality.ts'
import type { PhotographPlan } from './photograph.ts'

/** What a made dataset is to be like. */
export interface DatasetPlan {
  readonly count: number
  readonly seed: string | number
  /** Side of each square photograph, px. */
  readonly size: number
  /** Labels of the two grades of `boundary` that are swapped for the other one: this share of each, 0..1. */
  readonly noise?: { readonly boundary: readonly [Grade, Grade]; readonly fraction: number }
  /** Share of each grade 0..4; equal unless told. Need not add up to 1. */
  readonly gradeShares?: readonly number[]
  /** Shares of photographs taken badly, 0..1; none unless told. */
  readonly usableShare?: number
  readonly rejectShare?: number
}

/** One photograph of a made dataset: how to make it, and what is known and what is claimed of it. */
export interface DatasetItem {
  /** `PATIENT_EYE` without extension, the naming of EyePACS, e.g. `10_left`. */
  readonly name: string
  readonly patient: string
  readonly eye: Eye
  readonly trueGrade: Grade
  /** The label the dataset ships: the true grade, or the other side of the boundary. */
  readonly givenGrade: Grade
  readonly quality: QualityVerdict
  /** For `makePhotograph`. */
  readonly photograph: PhotographPlan
}

/** Shares of fellow eyes with the same grade, and with the same or the next one, in EyePACS. */
const sameGrade = 0.87
const withinOneGrade = 0.95

/** Plans a dataset of `count` photographs without making any: patients with two eyes (the last may have one), grades in the
 *  wanted shares, fellow eyes as alike as in EyePACS, and wrong labels along one boundary. Pure: the same plan gives the
 *  same items, and pixels come from `makePhotograph(item.photograph)`. */
export function makeDataset(plan: DatasetPlan): DatasetItem[] {
  const random = createRandom(plan.seed, 'dataset')
  const firstGrades = shuffle(gradesInShares(Math.ceil(plan.count / 2), plan.gradeShares ?? [1, 1, 1, 1, 1]), random)
  const items: DatasetItem[] = []
  firstGrades.forEach((grade, index) => {
    const patient = String(10 + index)
    for (const eye of ['left', 'right'] as const) {
      if (items.length === plan.count) return
      const trueGrade = eye === 'left' ? grade : fellowGrade(random, grade)
      const quality = drawQuality(random, plan)
      const name = `${patient}_${eye}`
      const photograph = { seed: `${plan.seed}/${name}`, size: plan.size, grade: trueGrade, eye, quality }
      items.push({ name, patient, eye, trueGrade, givenGrade: trueGrade, quality, photograph })
    }
  })
  return plan.noise === undefined ? items : addNoise(items, plan.noise, random)
}

function gradesInShares(count: number, shares: readonly number[]): Grade[] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const list: Grade[] = []
  let cumulative = 0
  for (const grade of grades) {
    cumulative += (shares[grade] ?? 0) / total
    while (list.length < Math.round(cumulative * count)) list.push(grade)
  }
  return list
}

function fellowGrade(random: Random, grade: Grade): Grade {
  const draw = random.next()
  const up = random.chance(0.5)
  const far = random.integer(0, 4)
  if (draw < sameGrade) return grade
  if (draw >= withinOneGrade) return isGrade(far) ? far : grade
  const next = grade + (grade === 0 || (up && grade !== 4) ? 1 : -1)
  return isGrade(next) ? next : grade
}

function drawQuality(random: Random, plan: DatasetPlan): QualityVerdict {
  const draw = random.next()
  const rejected = plan.rejectShare ?? 0
  if (draw < rejected) return 'reject'
  return draw < rejected + (plan.usableShare ?? 0) ? 'usable' : 'good'
}

function addNoise(
  items: readonly DatasetItem[],
  noise: NonNullable<DatasetPlan['noise']>,
  random: Random,
): DatasetItem[] {
  const [low, high] = noise.boundary
  const swapped = new Set<DatasetItem>()
  for (const grade of noise.boundary) {
    const candidates = shuffle(
      items.filter((item) => item.trueGrade === grade),
      random,
    )
    for (const item of candidates.slice(0, Math.round(noise.fraction * candidates.length))) swapped.add(item)
  }
  return items.map((item) => (swapped.has(item) ? { ...item, givenGrade: item.trueGrade === low ? high : low } : item))
}
