import { describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { ProjectStore } from './project-store.ts'
import type { SnapshotItem } from './snapshots.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const later = '2024-05-01T09:00:00.000Z'
const epoch = {
  epoch: 1,
  trainLoss: 1.2,
  validationLoss: null,
  qwk: 0.5,
  accuracy: 0.4,
  averageAuc: null,
  learningRate: 0.001,
  imagesPerSecond: 20,
}

describe('runs', () => {
  it('wait, run and end, with everything they were asked and gave', () => {
    const run = store.runs.create('train', { recipe: 'quick' }, now)
    expect(store.runs.get(run)).toMatchObject({ id: 'r1', state: 'queued', request: { recipe: 'quick' }, result: null })
    store.runs.setState(run, 'running', later)
    store.runs.setProgress(run, { stage: 'epoch', done: 2, total: 4 })
    store.runs.setRuntime(run, 'onnxruntime', 'CPU')
    store.runs.setCheckpoint(run, hashOf('checkpoint'))
    expect(store.runs.get(run)).toMatchObject({
      state: 'running',
      stage: 'epoch',
      done: 2,
      total: 4,
      runtime: 'onnxruntime',
      checkpoint: hashOf('checkpoint'),
      startedAt: later,
      finishedAt: null,
    })
    store.runs.finish(run, { state: 'done', result: { model: 'm1' }, error: null, at: later })
    expect(store.runs.get(run)).toMatchObject({
      state: 'done',
      result: { model: 'm1' },
      error: null,
      finishedAt: later,
    })
    expect(store.runs.lastDevice()).toBe('CPU')
  })

  it('are taken up in the order they came, and listed newest first', () => {
    const first = store.runs.create('import', {}, now)
    const second = store.runs.create('train', {}, now)
    expect(store.runs.nextQueued()?.id).toBe(first)
    store.runs.setState(first, 'running', now)
    expect(store.runs.nextQueued()?.id).toBe(second)
    expect(store.runs.list().map(({ id }) => id)).toEqual([second, first])
    expect(store.runs.list('import').map(({ id }) => id)).toEqual([first])
  })

  it('that a dead process left are interrupted, or cancelled where that was under way', () => {
    const states = ['running', 'cancelling', 'queued', 'done'] as const
    const runs = states.map((state) => {
      const run = store.runs.create('train', {}, now)
      store.runs.setState(run, state, now)
      return run
    })
    store.runs.markInterrupted(later)
    expect(runs.map((run) => store.runs.get(run).state)).toEqual(['interrupted', 'cancelled', 'queued', 'done'])
    expect(runs.map((run) => store.runs.get(run).finishedAt)).toEqual([later, later, null, now])
  })

  it('that are queued again forget how they ended and keep their checkpoint', () => {
    const run = store.runs.create('train', {}, now)
    store.runs.setCheckpoint(run, hashOf('c'))
    const error = { code: 'compute_failed', message: 'It died.', details: { signal: 'SIGKILL' } }
    store.runs.finish(run, { state: 'failed', result: null, error, at: now })
    expect(store.runs.get(run).error).toEqual(error)
    store.runs.setState(run, 'queued', later)
    expect(store.runs.get(run)).toMatchObject({ error: null, finishedAt: null, checkpoint: hashOf('c') })
  })

  it('keep each epoch of each fit once, the last time it was run', () => {
    const run = store.runs.create('train', {}, now)
    store.runs.addMetrics(run, 'main', epoch, now)
    store.runs.addMetrics(run, 'main', { ...epoch, epoch: 2 }, now)
    store.runs.addMetrics(run, 'main', { ...epoch, epoch: 2, qwk: 0.9 }, now)
    store.runs.addMetrics(run, 'fold 1 of 3', epoch, now)
    expect(store.runs.metrics(run).map(({ fit, epoch: { epoch: n, qwk } }) => [fit, n, qwk])).toEqual([
      ['fold 1 of 3', 1, 0.5],
      ['main', 1, 0.5],
      ['main', 2, 0.9],
    ])
  })

  it('that are not there are not found', () => {
    expect(() => store.runs.get('r9' as never)).toThrow(expect.objectContaining({ code: 'not_found' }))
  })
})

describe('snapshots', () => {
  const item = (image: ImageId, more: Partial<SnapshotItem> = {}): SnapshotItem => ({
    image,
    group: `g${image}`,
    grade: 2,
    origin: 'imported',
    part: 'train',
    fold: null,
    pseudo: null,
    ...more,
  })

  it('keep exactly what a run learnt from', () => {
    const [a, b] = addImages(store, 2) as [ImageId, ImageId]
    const run = store.runs.create('train', {}, now)
    const items = [item(a, { origin: 'read', fold: 1 }), item(b, { part: 'hold-out' })]
    const snapshot = store.snapshots.create(items, now)
    store.runs.setSnapshot(run, snapshot)
    expect(store.snapshots.items(snapshot)).toEqual(items)
    expect(store.runs.get(run).snapshot).toBe(snapshot)
    expect(store.snapshots.find(snapshot)).toMatchObject({ items: 2, at: now })
  })

  it('keep what a teacher said to the last digit, and count it', () => {
    const [a, b] = addImages(store, 2) as [ImageId, ImageId]
    const target = [0.1, Math.fround(0.2), 1 / 3, 0.4, 0] as const
    const pseudo = { source: 'suspect', target, insteadOf: 3 } as const
    const items = [item(a), item(b, { origin: 'pseudo', pseudo })]
    const snapshot = store.snapshots.create(items, now)
    expect(store.snapshots.items(snapshot)).toEqual(items)
    expect(store.snapshots.pseudoCounts(snapshot)).toEqual([{ source: 'suspect', grade: 2, n: 1 }])
  })

  it('have a hash of contents, grades and parts, and of nothing else', () => {
    const [a, b] = addImages(store, 2) as [ImageId, ImageId]
    const hash = (items: SnapshotItem[], at: string) => store.snapshots.find(store.snapshots.create(items, at))?.sha256
    const first = hash([item(a), item(b)], now)
    expect(hash([item(b, { group: 'other', origin: 'read' }), item(a)], later)).toBe(first)
    expect(hash([item(a), item(b, { grade: 3 })], now)).not.toBe(first)
    expect(hash([item(a), item(b, { part: 'validation' })], now)).not.toBe(first)
    expect(hash([item(a)], now)).not.toBe(first)
    const pseudo = { source: 'unlabelled', target: [0, 0.1, 0.9, 0, 0], insteadOf: null } as const
    expect(hash([item(a), item(b, { origin: 'pseudo', pseudo })], now)).not.toBe(first)
  })
})
