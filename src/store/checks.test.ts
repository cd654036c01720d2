import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { queueOrders } from '#shared/contract/review.ts'
import type { ImageId } from '#shared/ids.ts'
import {
  addImages,
  addLabels,
  decide,
  hashOf,
  makeProject,
  now,
  temporaryFolder,
} from '../../tests/store/made-project.ts'
import { isControl } from './checks.ts'
import type { ProjectStore } from './project-store.ts'

const count = 400
const labelled = 350
const order = { order: 'suspicion', grader: 'Ana' } as const

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let images: ImageId[]
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  images = addImages(store, count)
  addLabels(
    store,
    images,
    images.slice(0, labelled).map((_, index) => (index % 5) as 0 | 1 | 2 | 3 | 4),
  )
})
afterEach(() => {
  store.close()
  place.remove()
})

/** A model that takes every photograph for one grade. */
function addModel(grade: number): void {
  const network = { name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} }
  const model = store.models.add({ ...network, parent: null, run: null, snapshot: null, status: 'promoted' }, now)
  const probabilities = [0, 1, 2, 3, 4].map((one) => (one === grade ? 0.8 : 0.05)) as [
    number,
    number,
    number,
    number,
    number,
  ]
  store.predictions.put(
    model,
    images.map((image) => ({ image, outOfFold: true, fold: 0, probabilities })),
    now,
  )
  store.suspicions.replace(
    model,
    images.map((image, index) => ({ image, label: 1, suggested: 4, score: index / count })),
  )
}

/** Reads what comes next, `times` times, as the window does. */
function readOn(times: number): void {
  for (let done = 0; done < times; done++) {
    const { images: queued, reviewed } = store.queue.read(order)
    const image = queued[reviewed.indexOf(0)] as ImageId
    const purpose = store.checks.purposeOf(image, 'Ana')
    store.readings.append({ ...decide(image, 1, { phase: purpose ? 'blind' : 'revealed' }), purpose }, now)
  }
}

describe('controls', () => {
  it('are few, the same for good, and come blind, mixed into the order', () => {
    const controls = images.slice(0, labelled).filter((image) => isControl(image, count))
    expect(controls.length / labelled).toBeGreaterThan(0.05)
    expect(controls.length / labelled).toBeLessThan(0.1)
    const { images: queued, labels, reviewed } = store.queue.read(order)
    const places = controls.map((image) => queued.indexOf(image)).sort((a, b) => a - b)
    expect(places.slice(0, 2)).toEqual([12, 25])
    for (const at of places) expect([labels[at], reviewed[at]]).toEqual([-1, 0])
    expect(labels[0]).toBe(0)
    for (const image of controls) expect(store.checks.purposeOf(image, 'Ana')).toBe('control')
    const plain = images.find((image) => !isControl(image, count)) as ImageId
    expect(store.checks.purposeOf(plain, 'Ana')).toBeNull()
  })

  it('are controls once for each reader, and none where nothing is labelled, locked away or looked up by name', () => {
    const [first, second] = images.filter((image) => isControl(image, count)) as [ImageId, ImageId]
    store.readings.append({ ...decide(first, 2, { phase: 'blind' }), purpose: 'control' }, now)
    expect(store.checks.purposeOf(first, 'Ana')).toBeNull()
    expect(store.checks.purposeOf(first, 'Ben')).toBe('control')
    store.images.lockHoldOut([second])
    expect(store.checks.purposeOf(second, 'Ana')).toBeNull()
    const names = store.queue.read({ ...order, order: 'name' }).names
    expect(names).toEqual([...names].sort())
    const unlabelled = images.slice(labelled).find((image) => isControl(image, count)) as ImageId
    expect(store.checks.purposeOf(unlabelled, 'Ana')).toBeNull()
  })

  it('are none any more once they were revealed, even if both readings are taken back', () => {
    const control = images.find((image) => isControl(image, count)) as ImageId
    store.readings.append({ ...decide(control, 2, { phase: 'blind' }), purpose: 'control' }, now)
    store.readings.append(decide(control, 0), now)
    store.readings.retractLast('Ana', now)
    store.readings.retractLast('Ana', now)
    expect(store.checks.purposeOf(control, 'Ana')).toBeNull()
    const queue = store.queue.read(order)
    const row = queue.images.indexOf(control)
    expect([queue.reviewed[row], queue.labels[row]]).toEqual([0, images.indexOf(control) % 5])
    expect(store.checks.controlReadings('Ana').size).toBe(0)
    expect(store.checks.purposeOf(control, 'Ben')).toBe('control')
  })

  it('come up at the boundary of their label whatever the model takes them for', () => {
    addModel(4)
    const queue = store.queue.read({ ...order, boundary: [1, 2] })
    const wanted = images.filter((_, index) => [1, 2].includes(index % 5) && index < labelled)
    expect(queue.images.toSorted()).toEqual(wanted.filter((image) => isControl(image, count)).toSorted())
    expect(queue.images.length).toBeGreaterThan(5)
  })

  it('wait for a project of some size', () => {
    expect(images.some((image) => isControl(image, 99))).toBe(false)
  })
})

describe('repeats', () => {
  it('are a reader’s own earlier decisions, asked once more, blind, long after', () => {
    readOn(200)
    const asked = store.readings.audit().filter(({ purpose }) => purpose === 'repeat')
    expect(asked.length).toBeGreaterThan(1)
    expect(asked.length).toBeLessThan(10)
    for (const { image, id, phase } of asked) {
      const own = store.readings.forImage(image)
      expect([own.length, own[1]?.id, phase]).toEqual([2, id, 'blind'])
      // At least forty decisions lie between.
      expect(id - (own[0]?.id ?? 0)).toBeGreaterThan(40)
    }
    expect(store.readings.audit().filter(({ purpose }) => purpose === 'control').length).toBeGreaterThan(10)
    expect(store.checks.repeats('Ben')).toEqual({ due: [], made: 0 })
  })

  it('are asked for once only, even if the answer is taken back, and not where there is none to compare with', () => {
    for (const image of images.slice(0, 150)) store.readings.append(decide(image, 1), now)
    const [first] = store.checks.repeats('Ana').due as [ImageId]
    expect(store.checks.purposeOf(first, 'Ana')).toBe('repeat')
    store.readings.append({ ...decide(first, 2, { phase: 'blind' }), purpose: 'repeat' }, now)
    store.readings.retractLast('Ana', now)
    expect(store.checks.purposeOf(first, 'Ana')).toBeNull()
    const { due } = store.checks.repeats('Ana')
    expect(due.length).toBeGreaterThan(0)
    expect(due).not.toContain(first)
    // Everything that had been said of the next one is taken back, and enough is said after it.
    const again = due[0] as ImageId
    store.readings.append({ ...decide(again, 1), grader: 'Cleo' }, now)
    store.readings.retractLast('Cleo', now)
    for (const image of images.slice(0, 60))
      if (image !== again) store.readings.append(decide(image, 1, { grader: 'Cleo' }), now)
    expect(store.checks.purposeOf(again, 'Cleo')).toBeNull()
    expect(store.checks.repeats('Cleo').due).not.toContain(again)
  })
})

describe('photographs that a reader will be shown blind', () => {
  it('tell nothing in any order, and nothing else is hidden', () => {
    addModel(2)
    // Not as the window would ask for them, so that more are due than find a place.
    for (const image of images.slice(0, 200)) store.readings.append(decide(image, 1), now)
    const kinds = new Set<string>()
    for (const one of queueOrders) {
      for (const boundary of [undefined, [1, 2] as const]) {
        const queue = store.queue.read({ ...order, order: one, boundary: boundary && [...boundary] })
        expect(new Set(queue.images).size).toBe(queue.images.length)
        if (!boundary) expect(queue.images).toHaveLength(count)
        for (const [row, image] of queue.images.entries()) {
          const purpose = store.checks.purposeOf(image, 'Ana')
          const told = [queue.labels, queue.current, queue.predicted, queue.suspicion].map((column) => column[row])
          if (purpose) kinds.add(`${one} ${purpose}`)
          if (purpose) expect([...told, queue.reviewed[row]]).toEqual([-1, -1, -1, -1, 0])
          else expect(told[2]).toBe(2)
        }
      }
    }
    expect(kinds.size).toBe(14)
  })
})
