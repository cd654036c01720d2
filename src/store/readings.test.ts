import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, decide, makeProject, now, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { openProject } from './open.ts'
import type { ProjectStore } from './project-store.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let images: ImageId[]
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  images = addImages(store, 6)
})
afterEach(() => {
  store.close()
  place.remove()
})

const at = (index: number) => images[index] as ImageId
const standing = () =>
  [...store.readings.latestOf('Ana')].map(([image, { decision }]) => [images.indexOf(image), decision])

/** g3 grades the next photograph 3, u undoes, r redoes. */
function play(moves: string): void {
  let next = 0
  for (const move of moves.split(' ')) {
    if (move === 'u') store.readings.retractLast('Ana', now)
    else if (move === 'r') store.readings.restoreLast('Ana', now)
    else store.readings.append(decide(at(next++), Number(move.slice(1)) as 0), now)
  }
}

describe('readings', () => {
  it('keep everything that was decided and shown', () => {
    const shown = {
      labels: [{ labelSet: 'first', grade: 2 as const }],
      model: null,
      probabilities: [0.1, 0.2, 0.3, 0.2, 0.2] as const,
      mapMethod: 'grad-cam',
      view: { zoom: 2, brightness: 1, contrast: 1.5, heatMap: true, heatMapOpacity: 0.4 },
    }
    const reading = store.readings.append(
      { ...decide(at(0), 2), lesions: ['microaneurysm', 'haemorrhage'], confidence: 0.8, shown },
      now,
    )
    expect(store.readings.forImage(at(0))).toEqual([reading])
    expect(store.readings.audit()).toEqual([{ ...reading, confidence: 0.8, shown, purpose: null, standing: true }])
  })

  it('keep why a photograph is ungradable', () => {
    store.readings.append({ ...decide(at(0), 'ungradable'), ungradableReason: 'blurred' }, now)
    expect(store.readings.forImage(at(0))[0]).toMatchObject({ decision: 'ungradable', ungradableReason: 'blurred' })
  })

  it('are refused of a photograph that is not there, and leave no reader behind within a transaction', () => {
    expect(() => store.transaction(() => store.readings.append(decide(999 as ImageId, 2), now))).toThrow(
      expect.objectContaining({ code: 'not_found' }),
    )
    expect(store.readings.graders()).toEqual([])
    expect(store.readings.count()).toBe(0)
  })

  it.each([
    [
      'g1 g2 g3',
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
    [
      'g1 g2 g3 u',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'g1 g2 g3 u u r',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [
      'g1 g2 g3 u u r r',
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
    ['g1 g2 u u u u', []],
    [
      'g1 g2 u u u r r r',
      [
        [0, 1],
        [1, 2],
      ],
    ],
    ['g1 r', [[0, 1]]],
    // A new decision ends what could be redone …
    [
      'g1 g2 u g3 r',
      [
        [0, 1],
        [2, 3],
      ],
    ],
    // … but not what is undone after it.
    [
      'g1 g2 u g3 u u r r r',
      [
        [0, 1],
        [2, 3],
      ],
    ],
    ['g1 u r u r u', []],
    [
      'g1 g2 u r g3 u u u r r r',
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ],
  ])('after %s stand as %j, and so after a restart', (moves, expected) => {
    play(moves)
    expect(standing()).toEqual(expected)
    expect(store.readings.reviewedCount('Ana')).toBe(expected.length)
    expect(store.readings.count()).toBe(expected.length)
    store.close()
    store = openProject(store.folder, opening)
    expect(standing()).toEqual(expected)
    expect(store.readings.reviewedCount('Ana')).toBe(expected.length)
    expect(store.readings.graders()).toEqual([{ name: 'Ana', readings: expected.length }])
  })

  it('can be undone and redone across restarts', () => {
    play('g1 g2 g3 u')
    store.close()
    store = openProject(store.folder, opening)
    expect(store.readings.retractLast('Ana', now)).toMatchObject({ image: at(1), decision: 2 })
    store.close()
    store = openProject(store.folder, opening)
    expect(store.readings.restoreLast('Ana', now)).toMatchObject({ image: at(1), decision: 2 })
    expect(store.readings.restoreLast('Ana', now)).toMatchObject({ image: at(2), decision: 3 })
    expect(store.readings.restoreLast('Ana', now)).toBeNull()
  })

  it('of one reader are not undone by another', () => {
    play('g1')
    store.readings.append(decide(at(1), 4, { grader: 'Ben' }), now)
    expect(store.readings.retractLast('Ana', now)?.image).toBe(at(0))
    expect(store.readings.retractLast('Ana', now)).toBeNull()
    expect(store.readings.retractLast('Nobody', now)).toBeNull()
    expect(store.readings.restoreLast('Ben', now)).toBeNull()
    expect(store.readings.reviewedCount()).toBe(1)
  })

  it('count photographs once however often they are read', () => {
    play('g1')
    store.readings.append(decide(at(0), 2), now)
    store.readings.append(decide(at(0), 2, { grader: 'Ben' }), now)
    expect(store.readings.reviewedCount('Ana')).toBe(1)
    expect(store.readings.reviewedCount()).toBe(1)
    store.readings.retractLast('Ana', now)
    expect(store.readings.reviewedCount('Ana')).toBe(1)
    expect(standing()).toEqual([[0, 1]])
    expect(store.readings.reviewedBy('Ben')(at(0))).toBe(true)
    expect(store.readings.reviewedBy('Ben')(at(1))).toBe(false)
  })

  it('count truly again after a transaction that failed', () => {
    play('g1')
    expect(() =>
      store.transaction(() => {
        store.readings.append(decide(at(3), 2), now)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.readings.reviewedCount('Ana')).toBe(1)
  })

  it('are all in the audit, undone ones too', () => {
    play('g1 g2 u')
    expect(store.readings.audit().map(({ decision, standing: stands }) => [decision, stands])).toEqual([
      [1, true],
      [2, false],
    ])
  })

  it('are part of a transaction that is not async', () => {
    const pending = () => Promise.resolve(1)
    expect(() => store.transaction(pending)).toThrow(/promise/)
  })
})
