import { afterEach, describe, expect, it } from 'vitest'
import { type Grade, grades } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { unpackQueue } from '#shared/queue.ts'
import { rankAll } from '#workstation/suspicion/rank.ts'
import { addImages, addLabels, hashOf, makeProject, now } from '../store/made-project.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

const { folder, remove } = temporaryFolder()
afterEach(remove)

/** Five probabilities, different for every photograph and model. */
function drawn(image: number, model: number): GradeProbabilities {
  const weights = grades.map((grade) => 1 + ((image * 7 + grade * 13 + model * 31 + image * grade * model) % 17))
  const sum = weights.reduce((a, b) => a + b)
  const at = (grade: Grade) => (weights[grade] ?? 0) / sum
  return [at(0), at(1), at(2), at(3), at(4)]
}

describe('promoting a model', () => {
  it('gives back the predictions and the queue of the one that was promoted before', async () => {
    const store = makeProject(folder)
    const images = addImages(store, 60)
    addLabels(
      store,
      images,
      images.map((_, index) => grades[index % 5] ?? 0),
    )
    const models = [1, 2].map((number): ModelId => {
      const rest = {
        architecture: 'efficientnet-b0',
        head: 'softmax',
        parent: null,
        run: null,
        snapshot: null,
        card: {},
      }
      const model = store.models.add(
        { ...rest, name: `${number}`, blob: hashOf(`${number}`), status: 'candidate' },
        now,
      )
      const rows = images.map((image) => ({ image, outOfFold: true, fold: 1, probabilities: drawn(image, number) }))
      store.predictions.put(model, rows, now)
      rankAll(store, model)
      return model
    })
    const project = store.folder
    store.close()

    const workstation = await testWorkstation(folder)
    const { client } = workstation
    await client.projects.open({ folder: project })
    const shown = async () => ({
      queue: unpackQueue(await client.review.queue({ grader: 'Ana' })),
      suspects: await client.looking.suspects({}),
      photographs: await Promise.all(images.map((image: ImageId) => client.review.photograph({ image }))),
    })
    const [a, b] = models as [ModelId, ModelId]
    await client.models.promote({ model: a })
    const ofA = await shown()
    expect(ofA.queue.model).toBe(a)
    await client.models.promote({ model: b })
    const ofB = await shown()
    expect(ofB.queue.images).not.toEqual(ofA.queue.images)
    expect(ofB.photographs[0]?.prediction).not.toEqual(ofA.photographs[0]?.prediction)
    await client.models.promote({ model: a })
    expect(await shown()).toEqual(ofA)
    expect((await client.models.list()).map(({ status }) => status)).toEqual(['promoted', 'retired'])
    await workstation.close()
  })
})
