import { describe, expect, it } from 'vitest'
import { type ImageId, imageIdSchema } from '#shared/ids.ts'
import type { Queue } from '#shared/queue.ts'
import { freshSession, withQueue } from '../session/session.ts'
import { QueueModel } from './queue-model.ts'
import { refreshed } from './queue-refresh.ts'

const image = (id: number) => imageIdSchema.parse(id)

/** Photographs in this order, of which those have been read. */
function queue(ids: readonly number[], read: readonly number[] = [], model: string | null = null): Queue {
  const none = ids.map(() => -1)
  return {
    images: ids.map(image),
    names: ids.map((id) => `eye_${id}`),
    labels: none,
    current: none,
    predicted: none,
    suspicion: ids,
    reviewed: ids.map((id) => Number(read.includes(id))),
    standing: ids.map(() => 0),
    model: model as Queue['model'],
  }
}

const orderOf = (model: QueueModel) => Array.from({ length: model.length }, (_, index) => model.imageAt(index))

/** Reads photographs as the window does. */
function read(model: QueueModel, ids: readonly number[]): void {
  for (const id of ids) model.note(image(id), 1, true)
}

describe('a queue that is asked for again', () => {
  const before = new QueueModel(queue([1, 2, 3, 4, 5, 6, 7, 8]))
  read(before, [1, 2])

  it('leaves what lies before the reader, his photograph and the next one, and puts the rest in the new order', () => {
    const after = refreshed(queue([8, 2, 7, 5, 1, 6, 4, 3], [1, 2]), before, image(3))
    expect(orderOf(after)).toEqual([1, 2, 3, 4, 8, 7, 5, 6])
    expect(after.nextUnread(2)).toBe(before.nextUnread(2))
    // Rows are the new ones.
    expect(after.row(4)).toMatchObject({ name: 'eye_8', suspicion: 0.008, reviewed: false })
    expect([after.reviewedCount, after.length]).toEqual([2, 8])
  })

  it('keeps the next one where photographs already read lie between', () => {
    const held = new QueueModel(queue([1, 2, 3, 4, 5, 6], [1, 3, 4]))
    const after = refreshed(queue([6, 5, 4, 3, 2, 1], [1, 3, 4]), held, image(2))
    expect(orderOf(after)).toEqual([1, 2, 3, 4, 5, 6])
    const jumped = refreshed(queue([6, 5, 4, 3, 2, 1], [1, 3, 4]), held, image(1))
    expect(orderOf(jumped)).toEqual([1, 2, 6, 5, 4, 3])
  })

  it('brings up again what is asked once more, and not what was decided while it was on its way', () => {
    const long = new QueueModel(queue([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [1, 2]))
    read(long, [3, 4, 5, 6, 7, 8])
    // 2 comes after 11; of 8 the answer knows nothing yet.
    const after = refreshed(queue([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 12], [1, 3, 4, 5, 6, 7]), long, image(9))
    expect(orderOf(after)).toEqual([1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 2, 12])
    expect(after.row(6)).toMatchObject({ image: 8, reviewed: true, current: 1 })
    expect(after.row(10)).toMatchObject({ image: 2, reviewed: false })
    // Nor does it move under the reader who looks at it.
    expect(orderOf(refreshed(queue([3, 9, 2, 1], [1, 3]), long, image(2))).slice(0, 2)).toEqual([1, 2])
  })

  it('knows photographs that are new, and forgets those that are gone', () => {
    const after = refreshed(queue([9, 8, 7, 6, 5, 4, 3, 2], [2]), before, image(3))
    expect(orderOf(after)).toEqual([2, 3, 4, 9, 8, 7, 6, 5])
  })

  it('is as it came for a reader who is nowhere in it', () => {
    const after = refreshed(queue([4, 3, 2, 1]), new QueueModel(queue([5, 6])), image(7))
    expect(orderOf(after)).toEqual([4, 3, 2, 1])
  })
})

describe('the session', () => {
  const asked = { request: 'suspicion', atMs: 1 }
  const first = { ...freshSession, ...withQueue(freshSession, queue([1, 2, 3, 4]), asked) }
  const order = (one: { readonly queue?: QueueModel | null }): (ImageId | null)[] =>
    one.queue ? orderOf(one.queue) : []

  it('keeps its place in the same queue, not in another one or by another model', () => {
    expect(first.selected).toBe(1)
    const turned = queue([4, 3, 2, 1])
    expect(order(withQueue(first, turned, { ...asked, atMs: 2 }))).toEqual([1, 2, 4, 3])
    expect(order(withQueue(first, turned, { request: 'random', atMs: 2 }))).toEqual([4, 3, 2, 1])
    expect(order(withQueue(first, queue([4, 3, 2, 1], [], 'm1'), { ...asked, atMs: 2 }))).toEqual([4, 3, 2, 1])
  })

  it('takes an answer in once, so that decisions since then are not forgotten', () => {
    expect(withQueue(first, queue([1, 2, 3, 4]), asked)).toEqual({})
  })
})
