import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, addLabels, decide, makeProject, now, temporaryFolder } from '../../tests/store/made-project.ts'
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
})
