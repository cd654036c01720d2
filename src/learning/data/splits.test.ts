import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { type Grade, isGrade } from '#shared/grades.ts'
import { type Sample, samplesOf } from './dataset.ts'
import { divideByGroup, foldSamples, splitSamples } from './splits.ts'

/** Patients with one to four photographs each, all of a patient's mostly of one grade. */
function patients(count: number, seed: number): Sample[] {
  const uniform = seededUniform(seed)
  return Array.from({ length: count }, (_, patient) => {
    const grade = Math.floor(uniform() ** 2 * 5)
    return Array.from({ length: 1 + Math.floor(uniform() * 4) }, (_, eye): Sample => {
      const own = Math.min(4, grade + (uniform() < 0.2 ? 1 : 0))
      return { ...sample(`${patient}-${eye}`, `patient ${patient}`, isGrade(own) ? own : 0) }
    })
  }).flat()
}

function sample(hash: string, group: string, grade: Grade): Sample {
  return { hash, path: `${hash}.jpg`, group, grade, target: [0, 1, 2, 3, 4].map((one) => (one === grade ? 1 : 0)) }
}

function groupsOf(samples: readonly Sample[]): Set<string> {
  return new Set(samples.map((one) => one.group))
}

const shareOf = (part: readonly Sample[], whole: readonly Sample[], grade: number) =>
  part.filter((one) => one.grade === grade).length / whole.filter((one) => one.grade === grade).length

describe('splitting', () => {
  it('puts every photograph in one part and no patient in two, whatever the seed', () => {
    for (let seed = 0; seed < 20; seed++) {
      const samples = patients(60, seed)
      const { train, validation, holdOut } = splitSamples(samples, {
        lockedGroups: [],
        holdOut: 0.2,
        validation: 0.1,
        seed,
      })
      expect([...train, ...validation, ...holdOut].map((one) => one.hash).sort()).toEqual(
        samples.map((one) => one.hash).sort(),
      )
      const sizes = [train, validation, holdOut].map((part) => groupsOf(part).size)
      expect(sizes.reduce((a, b) => a + b)).toBe(groupsOf(samples).size)
    }
  })

  it('gives each part its share of every grade that is not rare', () => {
    const samples = patients(400, 5)
    const { validation, holdOut } = splitSamples(samples, { lockedGroups: [], holdOut: 0.2, validation: 0.1, seed: 1 })
    for (const grade of [0, 1, 2, 3]) {
      expect(Math.abs(shareOf(holdOut, samples, grade) - 0.2)).toBeLessThan(0.03)
      expect(Math.abs(shareOf(validation, samples, grade) - 0.1)).toBeLessThan(0.03)
    }
  })

  it('keeps locked groups as the hold-out and draws no others', () => {
    const samples = patients(60, 2)
    const lockedGroups = ['patient 3', 'patient 17', 'patient of another set']
    const { train, validation, holdOut } = splitSamples(samples, {
      lockedGroups,
      holdOut: 0.3,
      validation: 0.1,
      seed: 4,
    })
    expect(groupsOf(holdOut)).toEqual(new Set(['patient 3', 'patient 17']))
    expect(train.length + validation.length + holdOut.length).toBe(samples.length)
    expect(validation.length).toBeGreaterThan(0)
  })

  it('does not depend on the order of the photographs, but on the seed', () => {
    const samples = patients(60, 2)
    const again = samplesOf([...samples].reverse().map((one) => ({ ...one, origin: 'imported' as const })))
    const first = samplesOf(samples.map((one) => ({ ...one, origin: 'imported' as const })))
    const options = { lockedGroups: [], holdOut: 0.2, validation: 0.1, seed: 9 }
    expect(splitSamples(again, options)).toEqual(splitSamples(first, options))
    expect(splitSamples(first, { ...options, seed: 10 }).holdOut).not.toEqual(splitSamples(first, options).holdOut)
  })

  it('gives every wanted part a group where there are as many', () => {
    for (let seed = 0; seed < 10; seed++) {
      const split = splitSamples(patients(4, seed), { lockedGroups: [], holdOut: 0.2, validation: 0.1, seed })
      for (const part of [split.train, split.validation, split.holdOut]) expect(part.length).toBeGreaterThan(0)
    }
  })

  it('leaves a part empty whose share is nothing', () => {
    const samples = patients(10, 3)
    expect(splitSamples(samples, { lockedGroups: [], holdOut: 0, validation: 0, seed: 1 }).train).toHaveLength(
      samples.length,
    )
    expect(
      splitSamples(samples, { lockedGroups: [...groupsOf(samples)], holdOut: 0, validation: 0.1, seed: 1 }).train,
    ).toEqual([])
  })
})

describe('folds', () => {
  it('hold every photograph once, whole patients, in like numbers', () => {
    const samples = patients(90, 7)
    const folds = foldSamples(samples, 3, 1)
    expect(
      folds
        .flat()
        .map((one) => one.hash)
        .sort(),
    ).toEqual(samples.map((one) => one.hash).sort())
    expect(folds.reduce((sum, fold) => sum + groupsOf(fold).size, 0)).toBe(groupsOf(samples).size)
    for (const fold of folds) expect(Math.abs(fold.length / samples.length - 1 / 3)).toBeLessThan(0.05)
  })

  it('spread a rare grade: three photographs of it go to three folds', () => {
    const samples = [...patients(40, 7).filter((one) => one.grade < 4)]
    for (let index = 0; index < 3; index++) samples.push(sample(`rare ${index}`, `rare patient ${index}`, 4))
    for (const fold of divideByGroup(samples, [1 / 3, 1 / 3, 1 / 3], 11)) {
      expect(fold.filter((one) => one.grade === 4)).toHaveLength(1)
    }
  })
})
