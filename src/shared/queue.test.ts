import { expect, it } from 'vitest'
import { imageIdSchema } from './ids.ts'
import { packQueue, unpackQueue } from './queue.ts'

const queue = {
  images: [imageIdSchema.parse(3), imageIdSchema.parse(12)],
  names: ['10_left', '2/sub/a b.tif'],
  labels: [2, -1],
  current: [-2, 4],
  predicted: [1, -1],
  suspicion: [734, 1000],
  reviewed: [1, 0],
  standing: [0, 7],
  model: null,
}

it('travels packed and is the same when it arrives', () => {
  expect(unpackQueue(packQueue(queue))).toEqual(queue)
  const empty = {
    images: [],
    names: [],
    labels: [],
    current: [],
    predicted: [],
    suspicion: [],
    reviewed: [],
    standing: [],
    model: null,
  }
  expect(unpackQueue(packQueue(empty))).toEqual(empty)
})

it('keeps its rows apart where a name holds a line feed', () => {
  const [first] = unpackQueue(packQueue({ ...queue, names: ['odd\nname', 'x'] })).names
  expect(first).toBe('odd name')
})
