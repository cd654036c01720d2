import { describe, expect, it } from 'vitest'
import type { Grade } from '#shared/grades.ts'
import { imageIdSchema, labelSetIdSchema, modelIdSchema } from '#shared/ids.ts'
import { type MapChoice, wantedMap } from './wanted-map.ts'

const image = imageIdSchema.parse(7)
const plain: MapChoice = { method: 'grad-cam', layers: [], compares: false, grade: null, against: null }

const fileOf = (id: number, name: string) => {
  return { file: labelSetIdSchema.parse(id), labelSet: labelSetIdSchema.parse(id), name, fileName: `${name}.csv` }
}

/** The model says 2, then 3; `label` is what the file says. */
function photograph(label: Grade | null) {
  return {
    image,
    labels: [
      { ...fileOf(2, 'other'), primary: false, counts: false, grade: 4 as const, oedema: null },
      { ...fileOf(1, 'labels'), primary: true, counts: true, grade: label, oedema: null },
    ],
    prediction: {
      ...{ model: modelIdSchema.parse('m1'), outOfFold: true, oedema: null },
      probabilities: [0.05, 0.1, 0.5, 0.3, 0.05] as const,
    },
  }
}

const compared = (label: Grade | null, chosen: Partial<MapChoice> = {}) => {
  const wanted = wantedMap(photograph(label), { ...plain, compares: true, ...chosen })
  return [wanted?.grade, wanted?.against]
}

describe('the map that is asked for', () => {
  it('is of the predicted grade, which the workstation knows, or of the chosen one', () => {
    expect(wantedMap(photograph(1), plain)).toEqual({ image, method: 'grad-cam', layers: [] })
    expect(wantedMap(photograph(1), { ...plain, grade: 3 })).toMatchObject({ grade: 3 })
  })

  it('is none where no model has looked, or its word is kept from the reader', () => {
    expect(wantedMap({ ...photograph(1), prediction: null }, { ...plain, compares: true })).toBeNull()
  })

  it('is by the chosen method and layers, and by no layers where the method looks at none', () => {
    const layers = ['a', 'b']
    expect(wantedMap(photograph(1), { ...plain, method: 'layer-cam', layers })).toMatchObject({ layers })
    expect(wantedMap(photograph(1), { ...plain, method: 'occlusion', layers })).toMatchObject({ layers: [] })
  })
})

describe('two grades are set against each other', () => {
  it("the model's against the label", () => {
    expect(compared(1)).toEqual([2, 1])
    expect(compared(4)).toEqual([2, 4])
  })

  it("the model's against its second where the label agrees or there is none", () => {
    expect(compared(2)).toEqual([2, 3])
    expect(compared(null)).toEqual([2, 3])
  })

  it('as the reader chose, each of the two', () => {
    expect(compared(1, { grade: 3 })).toEqual([3, 1])
    expect(compared(1, { against: 0 })).toEqual([2, 0])
    expect(compared(1, { grade: 4, against: 0 })).toEqual([4, 0])
  })

  it('never one against itself', () => {
    expect(compared(1, { grade: 1 })).toEqual([1, 2])
    expect(compared(1, { grade: 3, against: 3 })).toEqual([3, 1])
    expect(compared(null, { grade: 3, against: 3 })).toEqual([3, 2])
  })
})
