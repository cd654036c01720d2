import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { packedQueueSchema, packQueue, standings, unpackQueue } from '#shared/queue.ts'
import {
  addImages,
  addLabels,
  contentOf,
  decide,
  hashOf,
  makeProject,
  now,
  temporaryFolder,
} from '../../tests/store/made-project.ts'
import type { ProjectStore } from './project-store.ts'
import { copiesTogether } from './related-photographs.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let images: ImageId[]
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  images = addImages(store, 5)
})
afterEach(() => {
  store.close()
  place.remove()
})

const at = (index: number) => images[index] as ImageId
const places = (ids: readonly ImageId[]) => ids.map((image) => images.indexOf(image))

function addModel(status: 'promoted' | 'starter' = 'promoted') {
  const rest = { architecture: 'efficientnet-b0', head: 'softmax', parent: null, run: null, snapshot: null, card: {} }
  return store.models.add({ ...rest, name: 'm', blob: hashOf('m'), status }, now)
}

describe('the review queue', () => {
  beforeEach(() => {
    addLabels(store, images, [1, 2, 1, 4])
    const model = addModel()
    store.predictions.put(
      model,
      [
        { image: at(0), outOfFold: false, fold: null, probabilities: [0, 1, 0, 0, 0] },
        { image: at(0), outOfFold: true, fold: 0, probabilities: [0.1, 0.1, 0.8, 0, 0] },
        { image: at(1), outOfFold: true, fold: 0, probabilities: [0.4, 0.1, 0.4, 0.1, 0] },
        { image: at(3), outOfFold: false, fold: null, probabilities: [0.1, 0.1, 0.1, 0.1, 0.6] },
      ],
      now,
    )
    store.suspicions.replace(model, [
      { image: at(0), label: 1, suggested: 2, score: 0.8126 },
      { image: at(1), label: 2, suggested: 0, score: 0.9 },
    ])
    store.readings.append(decide(at(1), 3), now)
    store.readings.append(decide(at(2), 'ungradable'), now)
    store.readings.append(decide(at(3), 0, { grader: 'Ben' }), now)
    store.readings.append(decide(at(3), 4), now)
  })

  it('has every photograph once, a column for all that its list shows', () => {
    const queue = store.queue.read({ order: 'suspicion', grader: 'Ana' })
    expect(unpackQueue(packedQueueSchema.parse(packQueue(queue)))).toEqual(queue)
    expect(places(queue.images)).toEqual([1, 0, 2, 3, 4])
    expect(queue).toMatchObject({
      names: ['eye_1', 'eye_0', 'eye_2', 'eye_3', 'eye_4'],
      labels: [2, 1, 1, 4, -1],
      // A reader's grade, the label, ungradable, unresolved, nothing.
      current: [3, 1, -2, -1, -1],
      // The first on ties, and out of fold before the main fit.
      predicted: [0, 2, -1, 4, -1],
      suspicion: [900, 813, -1, -1, -1],
      reviewed: [1, 0, 1, 1, 0],
      // Ranked, ranked, ungradable, learnt from, without a grade.
      standing: [0, 0, 4, 7, 3],
      model: 'm1',
    })
  })

  it('is in the order asked for', () => {
    expect(places(store.queue.read({ order: 'unreviewed-first', grader: 'Ana' }).images)).toEqual([0, 4, 1, 2, 3])
    expect(places(store.queue.read({ order: 'unreviewed-first', grader: 'Ben' }).images)).toEqual([1, 0, 2, 4, 3])
    expect(places(store.queue.read({ order: 'name', grader: 'Ana' }).images)).toEqual([0, 1, 2, 3, 4])
  })

  it('puts clear errors before hard cases, or what the model is least sure of first', () => {
    // Suspicions 0.81 and 0.9; entropies of 0.64 and 1.19 of 1.61, and of 1.23 where there is no suspicion.
    expect(places(store.queue.read({ order: 'active', grader: 'Ana' }).images)).toEqual([0, 1, 2, 3, 4])
    expect(places(store.queue.read({ order: 'uncertainty', grader: 'Ana' }).images)).toEqual([3, 1, 0, 2, 4])
  })

  it('can be at random, the same each time', () => {
    const random = () => places(store.queue.read({ order: 'random', grader: 'Ana' }).images)
    expect(random()).toEqual(random())
    expect(random().toSorted()).toEqual([0, 1, 2, 3, 4])
    expect(random()).not.toEqual([0, 1, 2, 3, 4])
  })

  it('keeps at a boundary what is labelled so and what the model does not take for something else', () => {
    const queue = store.queue.read({ order: 'suspicion', boundary: [1, 2], grader: 'Ana' })
    expect(places(queue.images)).toEqual([0, 2])
    expect(queue.labels).toEqual([1, 1])
  })

  it('puts copies with different grades first, whatever the model has seen of them, and says why others have no place', () => {
    const sourceId = store.images.upsertSource('/photographs', now)
    const copy = (stem: string, of: string) =>
      store.images.add(
        {
          sourceId,
          relativePath: `${stem}.jpg`,
          stem,
          content: contentOf(of),
          patient: null,
          eye: null,
          modifiedMs: 1,
        },
        now,
      )
    const [one, other] = [copy('copy_a', 'same'), copy('copy_b', 'same')]
    const set = store.labels.primary()?.id
    if (set === undefined) throw new Error('There are no labels.')
    store.labels.addRows(
      set,
      [one, other].map((image, index) => {
        return {
          line: 90 + index,
          name: `${index}`,
          image,
          raw: [],
          grade: index === 0 ? 1 : 0,
          oedema: null,
          rejected: null,
        }
      }),
    )
    const read = (order: 'suspicion' | 'unreviewed-first') => store.queue.read({ order, grader: 'Ana' })
    const { images: queued, standing } = read('suspicion')
    expect(queued.slice(0, 2)).toEqual([one, other])
    expect(standing.map((code) => standings[code])).toEqual([
      ...['contradicted', 'contradicted', 'ranked', 'ranked', 'ungradable', 'learnt', 'unlabelled'],
    ])
    store.readings.append(decide(one, 1), now)
    expect(read('suspicion').images.slice(0, 2)).toEqual([one, other])
    expect(read('unreviewed-first').images[0]).toBe(other)
    store.readings.append(decide(other, 1), now)
    expect(read('suspicion').standing.map((code) => standings[code])).not.toContain('contradicted')
  })

  it('shows copies with different grades one after the other, the most suspicious group first', () => {
    const images = [10, 11, 12, 13, 14] as ImageId[]
    const copies = new Map([
      [images[0], [images[3]]],
      [images[3], [images[0]]],
      [images[1], [images[2], images[4]]],
      [images[2], [images[1], images[4]]],
    ]) as ReadonlyMap<ImageId, ImageId[]>
    expect(copiesTogether(Uint32Array.from([1, 0, 2, 3]), images, copies)).toEqual([1, 2, 0, 3])
  })

  it('shows a reader of a photograph that is locked away what he said of it before, and nothing else', () => {
    store.images.lockHoldOut([at(1), at(0)])
    const { images: queued, labels, current, predicted, suspicion } = store.queue.read({ order: 'name', grader: 'Ana' })
    const row = queued.indexOf(at(1))
    expect([labels[row], current[row], predicted[row], suspicion[row]]).toEqual([-1, 3, -1, -1])
    expect(current[queued.indexOf(at(0))]).toBe(-1)
    const others = store.queue.read({ order: 'name', grader: 'Ben' })
    expect(others.current[others.images.indexOf(at(1))]).toBe(-1)
  })

  it('knows nobody, and no model, and photographs that come later', () => {
    const empty = store.queue.read({ order: 'name', grader: 'Nobody' })
    expect(empty.reviewed).toEqual([0, 0, 0, 0, 0])
    const sourceId = store.images.upsertSource('/photographs', now)
    store.images.add(
      {
        sourceId,
        relativePath: 'x/eye_0.jpg',
        stem: 'eye_0',
        content: contentOf('x'),
        patient: null,
        eye: null,
        modifiedMs: 1,
      },
      now,
    )
    const queue = store.queue.read({ order: 'name', grader: 'Ana' })
    expect(queue.names).toEqual(['1/eye_0.jpg', '1/x/eye_0.jpg', 'eye_1', 'eye_2', 'eye_3', 'eye_4'])
  })
})

describe('the review queue of a project with nothing in it', () => {
  it('has only what there is', () => {
    expect(store.queue.read({ order: 'suspicion', grader: 'Ana' })).toMatchObject({
      labels: [-1, -1, -1, -1, -1],
      predicted: [-1, -1, -1, -1, -1],
      model: null,
    })
  })
})
