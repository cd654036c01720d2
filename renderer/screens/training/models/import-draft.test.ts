import { describe, expect, it } from 'vitest'
import { emptyDraft, type ImportDraft, orderChoices, readDraft } from './import-draft.ts'

const read = (draft: Partial<ImportDraft>) => readDraft({ ...emptyDraft, ...draft })

describe('what is said of a model’s file', () => {
  it('is nothing until somebody says it', () => {
    expect(read({})).toEqual({ asked: {}, problems: new Map() })
    // What belongs to another choice is not said.
    expect(read({ mean: '1, 2', cuts: 'x', classes: 'y' })).toEqual({ asked: {}, problems: new Map() })
  })

  it('is what was chosen', () => {
    expect(read({ size: '300', head: 'ordinal', normalisation: 'imagenet' }).asked).toEqual({
      ...{ size: 300, head: 'ordinal' },
      normalisation: { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] },
    })
    expect(read({ head: 'regression', cuts: '0.7, 1.5, 2.5, 3.2' }).asked.cuts).toEqual([0.7, 1.5, 2.5, 3.2])
    expect(
      read({ normalisation: 'own', mean: '0,0,0', deviation: '1, 1, 0.5' }).asked.normalisation?.deviation,
    ).toEqual([1, 1, 0.5])
    expect(read({ order: orderChoices[0]?.value ?? '' }).asked.classes).toEqual([1, 2, 0, 4, 3])
    expect(read({ order: 'own', classes: 'Severe, PDR, No DR, Mild, Moderate' }).asked.classes).toEqual([3, 4, 0, 1, 2])
  })

  it.each<[Partial<ImportDraft>, string]>([
    [{ size: '15' }, 'size'],
    [{ size: 'large' }, 'size'],
    [{ normalisation: 'own', mean: '123.7, 116.3, 103.5', deviation: '58, 57, 57' }, 'mean'],
    [{ normalisation: 'own', mean: '0,0', deviation: '1,1,1' }, 'mean'],
    [{ normalisation: 'own', mean: '0,0,0', deviation: '1,1,0' }, 'deviation'],
    [{ order: 'own', classes: 'mild, mild, none, severe, proliferative' }, 'classes'],
    [{ head: 'regression', cuts: '1.5, 0.5, 2.5, 3.5' }, 'cuts'],
  ])('of %j something is wrong: %s', (draft, field) => {
    expect([...read(draft).problems.keys()]).toEqual([field])
  })
})
