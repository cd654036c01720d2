import { describe, expect, it } from 'vitest'
import { grades } from '#shared/grades.ts'
import { samplesOf } from '../data/dataset.ts'
import { planRun } from '../data/run-plan.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { epochRequests } from '../training/fit/epoch-requests.ts'
import { pseudoShare } from './pseudo-share.ts'
import { pseudoSample, studentPlan } from './student-plan.ts'

const recipe = resolveRecipe('quick', { 'noisyStudent.reviewedWeight': 3, balancedSampling: false })
const hash = (index: number) => index.toString(16).padStart(64, '0')
const samples = samplesOf(
  Array.from({ length: 100 }, (_, index) => ({
    hash: hash(index),
    path: `${index}.jpg`,
    group: `patient ${index >> 1}`,
    grade: grades[index % 5] ?? 0,
    origin: index % 10 === 0 ? ('read' as const) : ('imported' as const),
  })),
)
const pseudo = (index: number, group: string) =>
  pseudoSample({ hash: hash(index), path: `${index}.jpg`, group, target: [0, 0.25, 0.75, 0, 0] })
const plan = planRun(samples, recipe, [], null)
const groups = (list: readonly { readonly group: string }[]) => new Set(list.map(({ group }) => group))

describe('the plan of a student', () => {
  // One of every patient that has labels, one of a patient without any, one of a locked patient without any.
  const others = Array.from({ length: 50 }, (_, patient) => pseudo(1000 + patient, `patient ${patient}`))
  const student = studentPlan(plan, [...others, pseudo(2000, 'nobody'), pseudo(2001, 'locked')], recipe, ['locked'])

  it('is of the same splits, and shows each fit no pseudo label of a patient it is watched or judged by', () => {
    const heldOut = groups(plan.fits[0]?.predict ?? [])
    expect(heldOut.size).toBeGreaterThan(5)
    student.fits.forEach((fit, index) => {
      const given = groups(fit.pseudo ?? [])
      expect(given.has('nobody')).toBe(true)
      expect(given.has('locked')).toBe(false)
      for (const group of [...heldOut, ...groups(fit.validation), ...groups(fit.predict)]) {
        expect(given.has(group)).toBe(false)
      }
      for (const group of groups(fit.train)) expect(given.has(group)).toBe(true)
      expect(fit.predict).toEqual(plan.fits[index]?.predict)
      expect(fit.validation).toEqual(plan.fits[index]?.validation)
    })
    expect(student.memberships).toEqual(plan.memberships)
  })

  it('shows photographs with a reader’s grade more often', () => {
    for (const { train } of student.fits) {
      for (const sample of train) {
        expect(train.filter((one) => one.hash === sample.hash)).toHaveLength(sample.reviewed ? 3 : 1)
      }
    }
  })

  it('has a pseudo label in place of the photograph’s own where it trains on it, and nowhere else', () => {
    const [trained] = plan.fits[0]?.train.filter(({ reviewed }) => !reviewed) ?? []
    const [watched] = plan.fits[0]?.validation ?? []
    if (!trained || !watched) throw new Error('There is nothing to train on.')
    const replaced = studentPlan(
      plan,
      [trained, watched].map((one) => ({ ...one, grade: 2 as const })),
      recipe,
      [],
    )
    const [main, ...folds] = replaced.fits
    expect(main?.train.some((one) => one.hash === trained.hash)).toBe(false)
    expect(main?.pseudo?.map((one) => one.hash)).toEqual([trained.hash])
    expect(main?.validation).toContain(watched)
    for (const fold of folds) {
      expect(fold.train.some((one) => one.hash === trained.hash)).toBe(false)
      const itself = fold.predict.some((one) => one.hash === trained.hash)
      expect(fold.pseudo?.some((one) => one.hash === trained.hash)).toBe(!itself)
    }
  })

  it('has another fingerprint for other pseudo labels, and than a run without a teacher', () => {
    const print = (targets: number) =>
      studentPlan(plan, [{ ...pseudo(2000, 'nobody'), target: [targets, 1 - targets, 0, 0, 0] }], recipe, [])
        .fingerprint
    expect(print(0.4)).toBe(print(0.4))
    expect(
      new Set([print(0.4), print(0.5), plan.fingerprint, studentPlan(plan, [], recipe, []).fingerprint]).size,
    ).toBe(4)
  })

  it('is refused where pseudo labels leave too few others', () => {
    const all = samples.map((sample) => ({ ...sample, group: 'nobody' }))
    expect(() => studentPlan(plan, all, recipe, [])).toThrow(expect.objectContaining({ code: 'too_few_photographs' }))
  })

  it('mixes batches, and shows no pseudo label more often than a label', () => {
    const [fit] = studentPlan(plan, [pseudo(2000, 'nobody'), pseudo(2001, 'nobody')], recipe, []).fits
    if (!fit) throw new Error('There is no fit.')
    const shown = epochRequests(fit, recipe, 0).flatMap(({ draws }) => draws.map(({ sample }) => sample.hash))
    const often = (index: number) => shown.filter((one) => one === hash(index)).length
    expect([often(2000), often(2001)]).toEqual([1, 1])
  })
})

describe('the share of pseudo labels', () => {
  it('is the recipe’s, or what leaves each shown no more often than a label', () => {
    expect(pseudoShare(100, 400, recipe)).toBe(0.5)
    expect(pseudoShare(90, 10, recipe)).toBe(0.1)
    expect(pseudoShare(90, 0, recipe)).toBe(0)
    // No batch is of pseudo labels alone.
    const small = { noisyStudent: { ...recipe.noisyStudent, share: 0.9 }, batch: 2 }
    expect(pseudoShare(100, 4000, { ...small, accumulation: 1 })).toBe(0.5)
    expect(pseudoShare(100, 4000, { ...small, accumulation: 2 })).toBe(0.75)
  })
})
