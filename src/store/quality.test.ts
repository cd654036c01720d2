import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { QualityMeasures, Verdict } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import { addImages, makeProject, now, temporaryFolder } from '../../tests/store/made-project.ts'
import type { ProjectStore } from './project-store.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let images: ImageId[]
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  images = addImages(store, 4)
})
afterEach(() => {
  store.close()
  place.remove()
})

const measures: QualityMeasures = {
  darkFraction: 0.4,
  brightFraction: 0,
  retinaDarkFraction: 0.1,
  retinaBrightFraction: 0.02,
  underexposed: false,
  overexposed: false,
  retinaUnderexposed: false,
  retinaOverexposed: false,
  retinaFraction: 0.6,
  focus: 0.4,
  histogram: Array.from({ length: 64 }, () => 2),
}
const at = (index: number) => images[index] as ImageId
const put = (index: number, verdict: Verdict, reasons: string[], more: Partial<QualityMeasures> = {}) =>
  store.quality.put(at(index), { ...measures, ...more }, verdict, reasons, now)
const everything = { offset: 0, limit: 100 }

describe('quality', () => {
  beforeEach(() => {
    put(0, 'good', [])
    put(1, 'reject', ['underexposed', 'blurred'], { underexposed: true })
    put(2, 'usable', ['dim'])
    put(3, 'reject', ['overexposed'], { overexposed: true })
  })

  it('is listed by verdict, by reason and page by page, with counts of the whole project', () => {
    const page = store.quality.list({ ...everything, verdict: 'reject' })
    expect(page.total).toBe(2)
    expect(page.counts).toEqual({ good: 1, usable: 1, reject: 2 })
    expect(page.reasons).toEqual({ blurred: 1, dim: 1, overexposed: 1, underexposed: 1 })
    expect(page.items.map(({ image }) => image)).toEqual([at(1), at(3)])
    expect(store.quality.list({ ...everything, reason: 'blurred' }).items.map(({ image }) => image)).toEqual([at(1)])
    expect(store.quality.list({ offset: 1, limit: 2 }).items.map(({ image }) => image)).toEqual([at(1), at(2)])
    expect(store.quality.find(at(1))).toMatchObject({
      decidedBy: 'rule',
      reasons: ['underexposed', 'blurred'],
      measures: { underexposed: true, histogram: measures.histogram },
    })
    expect(store.quality.imagesOf('reject')).toEqual([at(1), at(3)])
  })

  it('tells of the poor ones what is amiss, by a reader’s verdict where there is one', () => {
    store.quality.decide([at(3)], 'good', 'Ana', now)
    expect(store.quality.poor()).toEqual([
      { image: at(1), verdict: 'reject', reasons: ['underexposed', 'blurred'] },
      { image: at(2), verdict: 'usable', reasons: ['dim'] },
    ])
  })

  it("is a reader's where one decided, also after it was measured again", () => {
    expect(store.quality.decide([at(0), at(1)], 'good', 'Ana', now)).toBe(2)
    expect(store.quality.decide([at(0), at(1)], 'good', 'Ana', now)).toBe(0)
    put(1, 'reject', ['blurred'])
    expect(store.quality.find(at(1))).toMatchObject({ verdict: 'good', decidedBy: 'reader', reasons: ['blurred'] })
    expect(store.quality.counts()).toEqual({ good: 2, usable: 1, reject: 1 })
  })

  it('tells which photographs are beyond an exposure rule', () => {
    expect(store.quality.beyond('underexposed')).toEqual([at(1)])
    expect(store.quality.beyond('overexposed')).toEqual([at(3)])
    expect(store.quality.beyond('retinaOverexposed')).toEqual([])
    put(2, 'reject', ['retina_overexposed'], { retinaOverexposed: true })
    expect(store.quality.beyond('retinaOverexposed')).toEqual([at(2)])
  })

  it('that was stored wrongly is found when it is read', () => {
    store.quality.put(at(2), { ...measures, focus: 'sharp' as unknown as number }, 'good', [], now)
    expect(() => store.quality.find(at(2))).toThrow(expect.objectContaining({ code: 'project_damaged' }))
  })
})
