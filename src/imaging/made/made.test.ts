import { describe, expect, it } from 'vitest'
import { createRandom } from '#numerics/random/named-streams.ts'
import { impliedGrade } from '#shared/lesions.ts'
import { drawAnatomy } from './anatomy.ts'
import { makeDataset } from './dataset.ts'
import { planLesions } from './lesion-plan.ts'
import { makePhotograph } from './photograph.ts'
import { quadrantOf } from './vessels.ts'

const allGrades = [0, 1, 2, 3, 4] as const

describe('a made photograph', () => {
  it('is the same for the same plan, and another for another seed', () => {
    const plan = { seed: 5, size: 96, grade: 2 } as const
    expect(makePhotograph(plan).data).toEqual(makePhotograph(plan).data)
    expect(makePhotograph({ ...plan, seed: 6 }).data).not.toEqual(makePhotograph(plan).data)
  })

  it('carries lesions that make exactly its grade', () => {
    for (const grade of allGrades) {
      for (let seed = 0; seed < 40; seed++) {
        const random = createRandom(seed, grade)
        const anatomy = drawAnatomy(random, 'left')
        const plan = planLesions(random, anatomy, grade)
        const kinds = plan.map((lesion) => lesion.kind)
        if (grade === 3) {
          const haemorrhages = plan.filter((lesion) => lesion.kind === 'haemorrhage')
          const inQuadrants = [0, 1, 2, 3].map(
            (quadrant) => haemorrhages.filter((spot) => quadrantOf(spot, anatomy.macula) === quadrant).length,
          )
          const beaded = plan.filter((lesion) => lesion.kind === 'venous-beading')
          expect(Math.min(...inQuadrants) > 20 || (kinds.includes('irma') && beaded.length === 2)).toBe(true)
          expect(kinds).not.toContain('neovascularisation')
        } else expect(impliedGrade(kinds) ?? 0).toBe(grade)
      }
    }
  })

  it('shows its lesions where it says they are', () => {
    const base = { seed: 'where', size: 256, eye: 'left' } as const
    const healthy = makePhotograph({ ...base, grade: 0 })
    const sick = makePhotograph({ ...base, grade: 1 })
    expect(healthy.lesions).toEqual([])
    const green = (x: number, y: number) => sick.data[(Math.floor(y) * 256 + Math.floor(x)) * 3 + 1] ?? 0
    for (const { x, y, radius } of sick.lesions) {
      const around = [0, 1, 2, 3, 4, 5, 6, 7].map((side) => {
        const angle = (side * Math.PI) / 4
        return green(x + 2.2 * radius * Math.cos(angle), y + 2.2 * radius * Math.sin(angle))
      })
      expect(green(x, y)).toBeLessThan(0.75 * Math.max(...around))
    }
  })

  it('has its disc on the nasal side', () => {
    for (const eye of ['left', 'right'] as const) {
      const { disc, macula } = drawAnatomy(createRandom(eye), eye)
      // A right eye has its nose, and so its disc, to the right of the picture.
      expect(disc.x > macula.x).toBe(eye === 'right')
    }
  })

  it('does not give its grade away by its mean colour', () => {
    const meanRed = (grade: 0 | 1 | 2) => {
      const values = Array.from({ length: 12 }, (_, seed) => {
        const { data } = makePhotograph({ seed: `colour ${grade} ${seed}`, size: 64, grade })
        return data.reduce((sum, value, at) => (at % 3 === 0 ? sum + value : sum), 0) / (data.length / 3)
      })
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
      return { mean, spread }
    }
    const [none, moderate] = [meanRed(0), meanRed(2)]
    expect(Math.abs(none.mean - moderate.mean)).toBeLessThan(none.spread + moderate.spread)
  })
})

describe('a made dataset', () => {
  const plan = { count: 400, seed: 'set', size: 96, noise: { boundary: [1, 2], fraction: 0.25 } } as const
  const items = makeDataset(plan)

  it('is pure, and has the count, patients, eyes and shares that were asked for', () => {
    expect(makeDataset(plan)).toEqual(items)
    expect(items).toHaveLength(400)
    expect(new Set(items.map((item) => item.name)).size).toBe(400)
    expect(new Set(items.map((item) => item.patient)).size).toBe(200)
    for (const grade of allGrades) {
      const share = items.filter((item) => item.trueGrade === grade).length / items.length
      expect(Math.abs(share - 0.2)).toBeLessThan(0.05)
    }
    const rare = makeDataset({ ...plan, gradeShares: [8, 1, 1, 0, 0] })
    expect(rare.filter((item) => item.trueGrade === 0).length).toBeGreaterThan(280)
    expect(makeDataset({ count: 3, seed: 1, size: 32 }).map((item) => item.name)).toEqual([
      '10_left',
      '10_right',
      '11_left',
    ])
  })

  it('swaps the asked share of labels along the boundary and no others', () => {
    for (const grade of allGrades) {
      const ofGrade = items.filter((item) => item.trueGrade === grade)
      const wrong = ofGrade.filter((item) => item.givenGrade !== grade)
      const isNoisy = grade === 1 || grade === 2
      expect(wrong).toHaveLength(isNoisy ? Math.round(0.25 * ofGrade.length) : 0)
      expect(wrong.every((item) => item.givenGrade === 3 - grade)).toBe(true)
    }
  })

  it('has fellow eyes about as alike as those of EyePACS', () => {
    const same = items.filter((item, index) => index % 2 === 0 && item.trueGrade === items[index + 1]?.trueGrade)
    expect(same.length / 200).toBeGreaterThan(0.8)
    expect(same.length / 200).toBeLessThan(0.96)
  })

  it('has the asked share of badly taken photographs', () => {
    const mixed = makeDataset({ ...plan, usableShare: 0.3, rejectShare: 0.1 })
    expect(mixed.filter((item) => item.quality === 'reject').length / 400).toBeCloseTo(0.1, 1)
    expect(mixed.filter((item) => item.photograph.quality === 'usable').length / 400).toBeCloseTo(0.3, 1)
  })
})
