import { describe, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import type { QualityMeasures } from '#shared/contract/quality.ts'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId, RunId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotItem } from '#store/snapshots.ts'
import { addImages, addLabels, contentOf, decide, hashOf, now } from '../../../../tests/store/made-project.ts'
import { projectForEach } from '../../../../tests/store/project-for-each.ts'
import { Changes } from '../../changes.ts'
import { ComputeClient } from '../../compute/client.ts'
import { RuntimeChoice } from '../../compute/runtime-choice.ts'
import type { JobContext } from '../../job.ts'
import { takeSnapshot } from '../../provenance/snapshot.ts'
import { photographsToTeach } from '../../provenance/teachable.ts'
import { labelByTeacher } from './pseudo-labelling.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const measures: QualityMeasures = {
  ...{ darkFraction: 0.4, brightFraction: 0, retinaDarkFraction: 0.1, retinaBrightFraction: 0 },
  ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
  ...{ retinaFraction: 0.6, focus: 0.01, histogram: Array.from({ length: 64 }, () => 2) },
}

function read(image: ImageId | undefined, decision: Decision, more: Partial<ReturnType<typeof decide>> = {}): void {
  if (image !== undefined) store.readings.append({ ...decide(image, decision), ...more }, now)
}
/** What each of `eye_0`, `eye_1`, … may be taught for, by its number. */
function taught(count: number): Record<number, string> {
  const found = new Map(photographsToTeach(store).map(({ hash, state, grade }) => [hash, `${state} ${grade}`]))
  const rows = Array.from({ length: count }, (_, index) => {
    const state = found.get(contentOf(`eye_${index}`).sha256)
    return state === undefined ? [] : [[index, state] as const]
  })
  return Object.fromEntries(rows.flat())
}

describe('what a teacher may label', () => {
  it('is what has no label, what its readers doubt, and by choice what nobody has read', () => {
    const images = addImages(store, 9)
    addLabels(store, images.slice(0, 8), [0, 1, 2, 3, 0, 1, 2, 3])
    read(images[1], 2)
    read(images[2], 2)
    read(images[2], 3, { grader: 'Bo' })
    read(images[3], 4, { confidence: 0.3 })
    read(images[4], 'ungradable')
    read(images[5], 0, { confidence: 0.3 })
    read(images[5], 0, { grader: 'Bo', confidence: 0.9 })
    read(images[6], 3, { confidence: 0.1 })
    read(images[6], 3, { phase: 'adjudication' })
    expect(taught(9)).toEqual({
      0: 'imported 0',
      2: 'doubtful null',
      3: 'doubtful 4',
      7: 'imported 3',
      8: 'unlabelled null',
    })
  })

  it('is by what is known best of the same bytes under two names', () => {
    const images = addImages(store, 2)
    addLabels(store, images, [1])
    const sourceId = store.images.upsertSource('/photographs', now)
    for (const index of [0, 1]) {
      const copy = {
        sourceId,
        relativePath: `copy_${index}.jpg`,
        stem: `copy_${index}`,
        content: contentOf(`eye_${index}`),
      }
      const image = store.images.add({ ...copy, patient: null, eye: null, modifiedMs: 1 }, now)
      if (index === 1) read(image, 3)
    }
    expect(taught(2)).toEqual({ 0: 'imported 1' })
  })

  it('is nothing that screening found of no use', () => {
    const [image] = addImages(store, 2)
    if (image) store.quality.put(image, measures, 'reject', ['blurred'], now)
    expect(taught(2)).toEqual({ 1: 'unlabelled null' })
  })
})

describe('what a teacher says of a label in doubt', () => {
  const recipe = resolveRecipe('quick', { folds: 3, holdOut: 0.2, 'noisyStudent.balance': false })

  /** A job whose compute process cannot start: its teacher has nothing to say but what was kept. */
  function context(): JobContext {
    const host = { start: () => Promise.reject(new Error('Nothing was to be asked.')) }
    return {
      ...{ run: 'r1' as RunId, store, compute: new ComputeClient(host), runtimes: new RuntimeChoice(host) },
      ...{ changes: new Changes(), threads: 1, attended: false, now: () => new Date(now) },
      ...{ signal: new AbortController().signal, report() {}, part: () => Promise.resolve() },
    }
  }

  it('is what its folds said where it learnt from that label, and nothing where they said nothing', async () => {
    const images = addImages(store, 60)
    const labels = images.map((_, index) => (index % 5) as Grade)
    addLabels(store, images, labels)
    const run = store.runs.create('train', {}, now)
    const snapshot = takeSnapshot(store, recipe, run, now)
    const network = { name: 't', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('t'), card: {} }
    const id = store.models.add({ ...network, parent: null, run, snapshot, status: 'promoted' }, now)
    const items = store.snapshots.items(snapshot)
    const said = (item: SnapshotItem, fold: number | null, probabilities: GradeProbabilities) => {
      return { image: item.image, outOfFold: true, fold, probabilities }
    }
    const ofHoldOut = items
      .filter(({ part }) => part === 'hold-out')
      .map((item) => said(item, null, [0.2, 0.2, 0.2, 0.2, 0.2]))
    expect(ofHoldOut.length).toBeGreaterThan(3)
    const [judged, unjudged] = items.filter(({ part, grade }) => part === 'train' && grade === 1)
    if (!judged || !unjudged) throw new Error('Nothing is trained on.')
    const ofFold: GradeProbabilities = [0, 0.02, 0.9, 0.05, 0.03]
    store.predictions.put(id, [...ofHoldOut, said(judged, judged.fold, ofFold)], now)
    for (const { image } of [judged, unjudged]) {
      store.readings.append({ ...decide(image, 1), confidence: 0.3 }, now)
    }
    expect(await labelByTeacher(store.models.get(id), recipe.noisyStudent, context())).toEqual([
      { hash: store.images.get(judged.image).sha256, source: 'doubtful', target: ofFold },
    ])
  })
})
