import { describe, expect, it } from 'vitest'
import { imageIdSchema } from '#shared/ids.ts'
import type { Queue } from '#shared/queue.ts'
import { QueueModel } from './queue-model.ts'

const image = (id: number) => imageIdSchema.parse(id)

function queue(reviewed: number[]): Queue {
  const n = reviewed.length
  return {
    images: Array.from({ length: n }, (_, index) => image(100 + index)),
    names: Array.from({ length: n }, (_, index) => `IDRiD_${String(index + 1).padStart(3, '0')}`),
    labels: reviewed.map(() => 2),
    current: reviewed.map((one) => (one ? 1 : -1)),
    predicted: reviewed.map(() => -1),
    suspicion: reviewed.map((_, index) => (index === 0 ? 870 : -1)),
    reviewed,
    standing: reviewed.map(() => 0),
    model: null,
  }
}

describe('the queue', () => {
  it('goes on to the next photograph not yet read, then to those left further up', () => {
    const model = new QueueModel(queue([0, 1, 1, 0, 1]))
    expect(model.nextUnread(0)).toBe(3)
    expect(model.nextUnread(3)).toBe(0)
    expect(new QueueModel(queue([1, 1])).nextUnread(0)).toBeNull()
    expect(new QueueModel(queue([1, 0])).nextUnread(1)).toBeNull()
  })

  it('reads its columns into rows, with null for what there is none of', () => {
    const model = new QueueModel(queue([0, 1]))
    expect(model.row(0)).toEqual({
      image: 100,
      name: 'IDRiD_001',
      label: 2,
      current: null,
      predicted: null,
      suspicion: 0.87,
      reviewed: false,
    })
    expect(model.row(1)).toMatchObject({ current: 1, reviewed: true, suspicion: null })
    expect(model.row(2)).toBeNull()
  })

  it('notes a decision and its undoing without changing the order', () => {
    const model = new QueueModel(queue([0, 0, 0]))
    model.note(image(101), 'ungradable', true)
    expect(model.row(1)).toMatchObject({ current: 'ungradable', reviewed: true })
    expect(model.reviewedCount).toBe(1)
    expect(model.nextUnread(0)).toBe(2)
    model.note(image(101), 2, false)
    expect(model.row(1)).toMatchObject({ current: 2, reviewed: false })
    expect(model.reviewedCount).toBe(0)
  })

  it('prepares the photographs that will be wanted: the next unread, then the neighbours', () => {
    const model = new QueueModel(queue([0, 1, 0, 0, 0, 1]))
    expect(model.ahead(0, 3)).toEqual([102, 103, 104, 101])
    expect(model.ahead(4, 3)).toEqual([100, 102, 103, 105])
  })

  it('finds photographs by a part of their name', () => {
    const model = new QueueModel(queue(Array(120).fill(0)))
    expect(model.search('idrid_11', 3).map((one) => one.name)).toEqual(['IDRiD_110', 'IDRiD_111', 'IDRiD_112'])
    expect(model.search('  ', 3)).toEqual([])
  })

  it('holds 100,000 rows', () => {
    const model = new QueueModel(queue(Array(100_000).fill(0)))
    expect(model.nextUnread(99_998)).toBe(99_999)
    expect(model.length).toBe(100_000)
  })
})
