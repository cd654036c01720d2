import { afterEach, describe, expect, it } from 'vitest'
import { namedRecipes } from '#learning/recipes/named-recipes.ts'
import { grades } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import type { NewModel } from '#store/models.ts'
import { describeModel } from '#workstation/judgement/model-card.ts'
import { addImages, addLabels, hashOf, makeProject, now, temporaryFolder } from '../store/made-project.ts'

const { folder, remove } = temporaryFolder()
afterEach(remove)

describe("a model's card", () => {
  it('says what it learnt from, by which recipe, and what to mind of it and of the models before it', () => {
    const store = makeProject(folder)
    const images = addImages(store, 10)
    addLabels(
      store,
      images,
      images.map((_, index) => grades[index % 5] ?? 0),
    )
    const parts = ['train', 'train', 'validation', 'hold-out'] as const
    const snapshot = store.snapshots.create(
      images.map((image, index) => ({
        ...{ image, group: String(image), grade: 1 as const, fold: null, pseudo: null },
        origin: index < 3 ? ('read' as const) : ('imported' as const),
        part: parts[index % 4] ?? 'train',
      })),
      now,
    )
    const add = (model: Partial<NewModel>): ModelId =>
      store.models.add(
        {
          ...{ name: 'quick r1', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('weights') },
          ...{ parent: null, run: null, snapshot: null, card: {}, status: 'candidate', ...model },
        },
        now,
      )
    const first = add({ card: { importedFrom: 'weights.safetensors', parameters: 7 } })
    const second = add({ parent: first, snapshot, card: { recipe: namedRecipes[0] ?? null, parameters: 4_013_953 } })
    const third = add({
      card: { recipe: { size: 'large' }, ensemble: { members: [first, second], by: 'average', eyes: false } },
    })

    expect(describeModel(store, first)).toMatchObject({
      ...{ data: null, recipe: null, importedFrom: 'weights.safetensors', parameters: 7, members: [] },
      licenceNotes: [expect.stringContaining('m1 came from weights.safetensors')],
    })
    expect(describeModel(store, second)).toMatchObject({
      ...{ model: { id: 'm2', parent: 'm1' }, recipe: { name: 'quick' }, importedFrom: null, parameters: 4_013_953 },
      data: { photographs: 10, train: 6, validation: 2, holdOut: 2, read: 3, imported: 7, pseudo: 0, at: now },
      licenceNotes: [expect.stringContaining('Learnt with labels'), expect.stringContaining('m1 came from')],
    })
    const ensemble = describeModel(store, third)
    expect(ensemble).toMatchObject({ recipe: null, members: ['m1', 'm2'], parameters: null })
    expect(ensemble.licenceNotes).toHaveLength(2)
    expect(() => describeModel(store, 'm9' as ModelId)).toThrow(expect.objectContaining({ code: 'model_missing' }))
    store.close()
  })
})
