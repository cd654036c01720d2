import { describe, expect, it } from 'vitest'
import { grades } from '#shared/grades.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { samplesOf } from './dataset.ts'
import { planRun, readablePart } from './run-plan.ts'

const recipe = resolveRecipe('quick')
const photographs = Array.from({ length: 100 }, (_, index) => ({
  hash: index.toString(16).padStart(64, '0'),
  path: `${index}.jpg`,
  group: `patient ${index >> 1}`,
  grade: grades[index % 5] ?? 0,
  origin: 'imported' as const,
}))
const samples = samplesOf(photographs)

describe('the plan of a run', () => {
  const plan = planRun(samples, recipe, [], null)

  it('lets every photograph be predicted once, by a fit that never sees it or its patient', () => {
    expect(plan.fits.map((fit) => fit.name)).toEqual(['main', 'fold 1 of 3', 'fold 2 of 3', 'fold 3 of 3'])
    expect(plan.fits.flatMap((fit) => fit.predict.map((one) => one.hash)).sort()).toEqual(
      samples.map((one) => one.hash),
    )
    for (const { train, validation, predict } of plan.fits) {
      const seen = new Set([...train, ...validation].map((one) => one.group))
      for (const { group } of predict) expect(seen.has(group)).toBe(false)
    }
  })

  it('keeps the hold-out from the folds too', () => {
    const heldOut = new Set(plan.fits[0]?.predict.map((one) => one.hash))
    for (const { train } of plan.fits) for (const { hash } of train) expect(heldOut.has(hash)).toBe(false)
    for (const { part, hash, fold } of plan.memberships) {
      expect(part === 'hold-out').toBe(heldOut.has(hash))
      expect(fold === null).toBe(heldOut.has(hash))
    }
  })

  it('has another fingerprint for other labels, recipes, locks and starts', () => {
    const relabelled = samplesOf(photographs.map((one, index) => (index === 7 ? { ...one, grade: 4 as const } : one)))
    const others = [
      planRun(relabelled, recipe, [], null),
      planRun(samples, { ...recipe, learningRate: 1e-5 }, [], null),
      planRun(samples, recipe, ['patient 1'], null),
      planRun(samples, recipe, [], 'a parent'),
    ]
    const fingerprints = new Set([plan, ...others].map((one) => one.fingerprint))
    expect(fingerprints.size).toBe(5)
    expect(planRun(samplesOf([...photographs].reverse()), recipe, [], null).fingerprint).toBe(plan.fingerprint)
  })

  it('is refused where nothing is left to train on', () => {
    const everyone = samples.map((one) => one.group)
    expect(() => planRun(samples, recipe, everyone, null)).toThrow(
      expect.objectContaining({ code: 'too_few_photographs' }),
    )
  })
})

describe('the part of a plan that can be read', () => {
  const plan = planRun(samples, recipe, [], null)
  const gone = new Set(samples.filter((_, index) => index % 9 === 0).map(({ hash }) => hash))
  const readable = new Set(samples.flatMap(({ hash }) => (gone.has(hash) ? [] : [hash])))

  it('leaves every other photograph in its part and its fold, and is the same run', () => {
    const part = readablePart(plan, readable, recipe)
    expect(part.memberships).toEqual(plan.memberships.filter(({ hash }) => !gone.has(hash)))
    expect(part.fits.map(({ name }) => name)).toEqual(plan.fits.map(({ name }) => name))
    part.fits.forEach((fit, index) => {
      for (const list of ['train', 'validation', 'predict'] as const) {
        expect(fit[list]).toEqual(plan.fits[index]?.[list].filter(({ hash }) => !gone.has(hash)))
      }
    })
    expect(part.fingerprint).toBe(plan.fingerprint)
  })

  it('is refused where too little of a fit is left', () => {
    expect(() => readablePart(plan, new Set([...readable].slice(0, 10)), recipe)).toThrow(
      expect.objectContaining({ code: 'too_few_photographs', message: expect.stringContaining('that can be read') }),
    )
  })
})
