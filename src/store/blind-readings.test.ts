import { beforeEach, describe, expect, it } from 'vitest'
import type { Phase } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { addImages, addLabels, decide, hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
let images: ImageId[]
projectForEach((made) => {
  store = made
})
beforeEach(() => {
  images = addImages(store, 4)
  addLabels(store, images, [1, 2, 3, 4])
  store.images.lockHoldOut([at(0), at(1)])
})

const at = (index: number) => images[index] as ImageId
const read = (index: number, grade: 0 | 1 | 2 | 3 | 4, grader: string, phase: Phase) =>
  store.readings.append(decide(at(index), grade, { grader, phase }), now)
const blindFor = (grader?: string) => [...store.readings.shownBlind(grader)].map((image) => images.indexOf(image))
const judgedBy = () => store.readings.gradesToJudgeBy().map(({ grade }) => grade)

describe('a photograph that is locked away', () => {
  it('is shown blind to each reader until he has read it blind, even if he takes that back', () => {
    expect([blindFor('Ana'), blindFor('Ben'), blindFor()]).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ])
    read(0, 2, 'Ana', 'blind')
    store.readings.retractLast('Ana', now)
    expect([blindFor('Ana'), blindFor('Ben'), blindFor()]).toEqual([[1], [0, 1], [1]])
    expect([0, 1, 2].map((index) => store.readings.isShownBlind(at(index), 'Ana'))).toEqual([false, true, false])
    // What was read before it was locked away was read with the labels.
    read(1, 2, 'Ben', 'revealed')
    expect(store.readings.isShownBlind(at(1), 'Ben')).toBe(true)
    expect(store.readings.isShownBlind(at(1))).toBe(true)
  })

  it('has no label, prediction or suspicion in the queue of who is shown it blind, and no place by them', () => {
    const network = { name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} }
    const model = store.models.add(
      { ...network, parent: null, run: null, snapshot: null, status: 'promoted' as const },
      now,
    )
    const probabilities = [0.8, 0.1, 0.1, 0, 0] as const
    store.predictions.put(
      model,
      images.map((image) => ({ image, outOfFold: true, fold: null, probabilities })),
      now,
    )
    store.suspicions.replace(
      model,
      images.map((image, index) => ({ image, label: 1, suggested: 0, score: 0.9 - index / 10 })),
    )
    read(1, 2, 'Ana', 'blind')
    const queue = store.queue.read({ order: 'suspicion', grader: 'Ana' })
    expect(queue.images.map((image) => images.indexOf(image))).toEqual([1, 2, 3, 0])
    for (const column of [queue.labels, queue.current, queue.predicted, queue.suspicion]) expect(column[3]).toBe(-1)
    expect(queue.labels).toEqual([2, 3, 4, -1])
    expect(store.queue.read({ order: 'name', boundary: [0, 1], grader: 'Ben' }).images).toEqual([])
  })

  it('judges models by what was read blind, and not by what was made of it later', () => {
    read(0, 2, 'Ana', 'blind')
    read(0, 3, 'Ana', 'revealed')
    read(2, 0, 'Ana', 'blind')
    read(2, 1, 'Ana', 'revealed')
    expect(store.readings.currentGrade(at(0)).grade).toBe(3)
    expect(judgedBy()).toEqual([2, 2, 1, 4])
    read(0, 4, 'Ben', 'blind')
    expect(judgedBy()).toEqual([null, 2, 1, 4])
    read(0, 3, 'Cleo', 'adjudication')
    expect(judgedBy()).toEqual([3, 2, 1, 4])
  })
})
