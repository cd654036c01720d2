import { expect, it } from 'vitest'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, addLabels, hashOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { evaluateModel } from './judge.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

it('of all photographs the main fit’s word counts, each once: seen, locked away, or never shown to it', () => {
  const [trained, locked, added, fold] = addImages(store, 4)
  if (!trained || !locked || !added || !fold) throw new Error('There are no photographs.')
  addLabels(store, [trained, locked, added, fold], [1, 1, 1, 1])
  store.images.lockHoldOut([locked])
  const network = { name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} }
  const model = store.models.add({ ...network, parent: null, run: null, snapshot: null, status: 'candidate' }, now)
  const right: GradeProbabilities = [0, 1, 0, 0, 0]
  const wrong: GradeProbabilities = [0, 0, 0, 1, 0]
  store.predictions.put(
    model,
    [
      { image: trained, outOfFold: true, fold: 1, probabilities: wrong },
      { image: trained, outOfFold: false, fold: null, probabilities: right },
      { image: locked, outOfFold: true, fold: null, probabilities: right },
      // Taken for unseen once, and known to be seen since.
      { image: added, outOfFold: true, fold: null, probabilities: wrong },
      { image: added, outOfFold: false, fold: null, probabilities: right },
      { image: fold, outOfFold: true, fold: 2, probabilities: wrong },
    ],
    now,
  )
  expect(evaluateModel(store, model, { split: 'all' })).toMatchObject({ n: 3, accuracy: 1 })
  expect(evaluateModel(store, model, { split: 'out-of-fold' })).toMatchObject({ n: 4, accuracy: 0.25 })
  expect(evaluateModel(store, model, { split: 'hold-out' })).toMatchObject({ n: 1, accuracy: 1 })
})
