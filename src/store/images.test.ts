import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { addImages, contentOf, decide, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { NewImage } from './images.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function file(relativePath: string, content: string, more: Partial<NewImage> = {}): NewImage {
  const stem = relativePath.replace(/^.*\//, '').replace(/\.[^.]+$/, '')
  const sourceId = store.images.upsertSource('/photographs', now)
  return { sourceId, relativePath, stem, content: contentOf(content), patient: null, eye: null, modifiedMs: 5, ...more }
}

describe('photographs', () => {
  it('are found with the path of their file and everything that is known of its content', () => {
    const image = store.images.add(file('left/10_left.jpg', 'a', { patient: '10', eye: 'left' }), now)
    expect(store.images.get(image)).toMatchObject({
      image,
      name: '10_left',
      path: join('/photographs', 'left', '10_left.jpg'),
      sha256: contentOf('a').sha256,
      width: 640,
      height: 480,
      patient: '10',
      eye: 'left',
      split: null,
    })
    expect(store.images.all()).toEqual([
      {
        image,
        numbering: 1,
        name: '10_left',
        sha256: contentOf('a').sha256,
        path: join('/photographs', 'left', '10_left.jpg'),
        patient: '10',
        eye: 'left',
        split: null,
      },
    ])
  })

  it('change nothing when they are added twice', () => {
    const image = store.images.add(file('a.jpg', 'a', { patient: 'p' }), now)
    expect(store.images.add(file('a.jpg', 'a'), now)).toBe(image)
    expect(store.images.count()).toBe(1)
    expect(store.images.get(image).patient).toBe('p')
    expect(store.images.known(store.images.get(image).numbering).get('a.jpg')).toEqual({
      image,
      sha256: contentOf('a').sha256,
      bytes: 1000,
      modifiedMs: 5,
    })
  })

  it('keep labels and readings, and lose what models said, when their bytes change', () => {
    const image = store.images.add(file('a.jpg', 'a'), now)
    const model = store.models.add(
      {
        name: 'm',
        architecture: 'efficientnet-b0',
        head: 'softmax',
        blob: contentOf('m').sha256,
        parent: null,
        run: null,
        snapshot: null,
        card: {},
        status: 'starter',
      },
      now,
    )
    store.predictions.put(model, [{ image, outOfFold: true, fold: 0, probabilities: [1, 0, 0, 0, 0] }], now)
    store.readings.append(decide(image, 2), now)
    expect(store.images.add(file('a.jpg', 'b'), now)).toBe(image)
    expect(store.images.get(image).sha256).toBe(contentOf('b').sha256)
    expect(store.predictions.forImage(image, model)).toBeUndefined()
    expect(store.readings.forImage(image)).toHaveLength(1)
  })

  it('are named by their stem where it is unique, else by source and path', () => {
    const lone = store.images.add(file('lone.jpg', 'a'), now)
    const left = store.images.add(file('left/eye.jpg', 'b'), now)
    expect(store.images.name(left)).toBe('eye')
    const right = store.images.add(file('right/eye.png', 'c'), now)
    expect([...store.images.names()]).toEqual([
      [lone, 'lone'],
      [left, '1/left/eye.jpg'],
      [right, '1/right/eye.png'],
    ])
    expect(store.images.name(right)).toBe('1/right/eye.png')
  })

  it('are resolved from a stem, a full id or a relative path', () => {
    const left = store.images.add(file('left/eye.jpg', 'b'), now)
    const right = store.images.add(file('right/eye.png', 'c'), now)
    expect(store.images.resolve('eye')).toEqual([left, right])
    expect(store.images.resolve('1/right/eye.png')).toEqual([right])
    expect(store.images.resolve('left/eye.jpg')).toEqual([left])
    expect(store.images.resolve('2/right/eye.png')).toEqual([])
    expect(store.images.resolve('nobody')).toEqual([])
  })

  it('of the same bytes make one duplicate group', () => {
    const first = store.images.add(file('028.jpg', 'same'), now)
    store.images.add(file('100.jpg', 'other'), now)
    const second = store.images.add(file('327.jpg', 'same'), now)
    expect(store.images.duplicateGroups()).toEqual([[first, second]])
  })

  it('stay locked away once they are', () => {
    const [first, second] = addImages(store, 2)
    if (first === undefined || second === undefined) throw new Error('two images')
    store.images.lockHoldOut([first])
    store.images.lockHoldOut([first])
    expect(store.images.all().map(({ split }) => split)).toEqual(['hold-out', null])
  })

  it('follow their source when its folder has moved', () => {
    const image = store.images.add(file('a.jpg', 'a'), now)
    store.images.relocateSource(store.images.get(image).numbering, '/elsewhere')
    expect(store.images.get(image).path).toBe(join('/elsewhere', 'a.jpg'))
    expect(store.images.sources()).toEqual([{ source: 1, folder: '/elsewhere', images: 1, numbering: 1 }])
  })

  it('have true names again after a transaction that failed', () => {
    const first = store.images.add(file('left/eye.jpg', 'a'), now)
    expect(() =>
      store.transaction(() => {
        store.images.add(file('right/eye.jpg', 'b'), now)
        expect(store.images.names().get(first)).toBe('1/left/eye.jpg')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.images.names().get(first)).toBe('eye')
  })

  it('that are not there are answered with not_found', () => {
    const [image] = addImages(store, 1)
    expect(store.images.find(((image ?? 0) + 7) as NonNullable<typeof image>)).toBeUndefined()
    expect(() => store.images.get(((image ?? 0) + 7) as NonNullable<typeof image>)).toThrow(/no photograph number 8/)
  })
})
