import { describe, expect, it } from 'vitest'
import type { ModelStatus } from '#shared/contract/common.ts'
import type { ImageId } from '#shared/ids.ts'
import { addImages, hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function add(name: string, status: ModelStatus) {
  const blob = hashOf(name)
  const card = { qwk: 0.7, size: 224 }
  const rest = { architecture: 'efficientnet-b0', head: 'softmax', parent: null, run: null, snapshot: null }
  return store.models.add({ ...rest, name, blob, card, status }, now)
}

const current = () => store.models.current()?.name

describe('models', () => {
  it('are listed oldest first, with their card', () => {
    const starter = add('starter', 'starter')
    const run = store.runs.create('train', { recipe: 'quick' }, now)
    const child = store.models.add(
      {
        name: 'quick 1',
        architecture: 'efficientnet-b0',
        head: 'softmax',
        blob: hashOf('child'),
        parent: starter,
        run,
        snapshot: null,
        card: { qwk: null },
        status: 'candidate',
      },
      now,
    )
    expect(store.models.list().map(({ id }) => id)).toEqual(['m1', 'm2'])
    expect(store.models.get(child)).toMatchObject({ parent: 'm1', run: 'r1', card: { qwk: null }, createdAt: now })
  })

  it('have one in use: what was promoted, else the starter, and never a candidate', () => {
    expect(current()).toBeUndefined()
    const first = add('first', 'candidate')
    expect(current()).toBeUndefined()
    add('starter', 'starter')
    expect(current()).toBe('starter')
    add('second', 'candidate')
    expect(current()).toBe('starter')
    store.models.promote(first, '2024-05-02T00:00:00.000Z')
    expect(current()).toBe('first')
    add('third', 'candidate')
    expect(current()).toBe('first')
  })

  it('stand beside the one in use as candidates, which the one in use does not', () => {
    const first = add('first', 'candidate')
    const second = add('second', 'candidate')
    store.models.promote(first, now)
    store.models.promote(second, now)
    expect(store.models.keepAsCandidate(first).status).toBe('candidate')
    expect(() => store.models.keepAsCandidate(second)).toThrow(expect.objectContaining({ code: 'conflict' }))
    expect(current()).toBe('second')
  })

  it('retire when another is promoted, and can come back', () => {
    const first = add('first', 'candidate')
    const second = add('second', 'candidate')
    store.models.promote(first, now)
    store.models.promote(second, now)
    expect(store.models.list().map(({ status }) => status)).toEqual(['retired', 'promoted'])
    store.models.promote(first, '2024-05-02T00:00:00.000Z')
    expect(store.models.get(first)).toMatchObject({ status: 'promoted', promotedAt: '2024-05-02T00:00:00.000Z' })
    expect(current()).toBe('first')
  })

  it('that are not there are model_missing', () => {
    expect(() => store.models.get('m9' as never)).toThrow(expect.objectContaining({ code: 'model_missing' }))
  })
})

describe('what a model says', () => {
  it('is out of fold where there is such a prediction, and newest where it is scored again', () => {
    const [image] = addImages(store, 1) as [ImageId]
    const model = add('m', 'candidate')
    const main = { image, outOfFold: false, fold: null, probabilities: [0, 0, 1, 0, 0] as const }
    const held = { image, outOfFold: true, fold: 2, probabilities: [0, 1, 0, 0, 0] as const }
    store.predictions.put(model, [main], now)
    expect(store.predictions.forImage(image, model)).toEqual(main)
    store.predictions.put(model, [held], now)
    expect(store.predictions.forImage(image, model)).toEqual(held)
    store.predictions.put(model, [{ ...held, probabilities: [1, 0, 0, 0, 0] }], now)
    expect(store.predictions.forModel(model, { outOfFold: true })).toEqual([
      { ...held, probabilities: [1, 0, 0, 0, 0] },
    ])
    expect(store.predictions.forModel(model)).toHaveLength(2)
    expect(store.predictions.forModel(model, { outOfFold: false })).toEqual([main])
  })

  it('is kept for all photographs or for none', () => {
    const [image] = addImages(store, 1) as [ImageId]
    const model = add('m', 'candidate')
    const row = { outOfFold: true, fold: 0, probabilities: [0, 0, 1, 0, 0] as const }
    expect(() =>
      store.predictions.put(
        model,
        [
          { ...row, image },
          { ...row, image: 99 as ImageId },
        ],
        now,
      ),
    ).toThrow(expect.objectContaining({ code: 'not_found' }))
    expect(store.predictions.forModel(model)).toEqual([])
  })

  it('makes suspicions, most suspicious first, in place of the earlier ones', () => {
    const [a, b, c] = addImages(store, 3) as [ImageId, ImageId, ImageId]
    const model = add('m', 'candidate')
    const row = { label: 1 as const, suggested: 2 as const }
    store.suspicions.replace(model, [{ ...row, image: c, score: 1 }])
    store.suspicions.replace(model, [
      { ...row, image: a, score: 0.2 },
      { ...row, image: b, score: 0.9 },
    ])
    expect(store.suspicions.forModel(model).map(({ image }) => image)).toEqual([b, a])
    expect(store.suspicions.forModel(model, 1)).toHaveLength(1)
    expect(store.suspicions.forImage(b, model)).toEqual({ ...row, image: b, score: 0.9 })
    expect(store.suspicions.forImage(c, model)).toBeUndefined()
    store.suspicions.replaceOne(model, b, null)
    store.suspicions.replaceOne(model, a, { ...row, image: a, score: 0.5 })
    expect(store.suspicions.forModel(model)).toEqual([{ ...row, image: a, score: 0.5 }])
  })
})
