import { describe, expect, it } from 'vitest'
import type { ModelStatus } from '#shared/contract/common.ts'
import { hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

const later = '2024-05-01T09:00:00.000Z'

function addModel(status: ModelStatus, run: ReturnType<ProjectStore['runs']['create']> | null = null) {
  const rest = { name: 'm', architecture: 'efficientnet-b0', head: 'softmax', parent: null, snapshot: null, card: {} }
  return store.models.add({ ...rest, run, blob: hashOf(`${run}`), status }, now)
}

const figure = { student: 0.6, best: 0.5, difference: 0.1, interval: [0.05, null] as [number, null] }
const comparison = {
  n: 90,
  kappa: figure,
  kappaInterval: [0.4, 0.7] as [number, number],
  mild: { ...figure, eyes: 31 },
  moderate: { ...figure, eyes: 40 },
}

describe('rounds', () => {
  it('have their training, its model and, once judged, why', () => {
    const run = store.runs.create('noisy-student', {}, now)
    const training = store.runs.create('train', {}, now)
    const teacher = addModel('promoted')
    store.rounds.add({ of: run, round: 1, run: training, teacher }, now)
    const begun = {
      of: run,
      round: 1,
      run: training,
      teacher,
      model: null,
      verdict: null,
      comparison: null,
      reason: null,
    }
    expect(store.rounds.ofRun(run)).toEqual([{ ...begun, snapshot: null, startedAt: now, judgedAt: null }])

    const model = addModel('retired', training)
    store.rounds.judge({ of: run, round: 1 }, { verdict: 'accepted', comparison, reason: 'It is better.' }, later)
    expect(store.rounds.trainedBy(training)).toMatchObject({
      ...{ model, verdict: 'accepted', comparison, reason: 'It is better.', judgedAt: later },
    })
    expect(store.rounds.trainedBy(run)).toBeUndefined()
    expect(store.models.ofRun(training)?.id).toBe(model)
  })
})

describe('a student kept as a candidate', () => {
  it.each(['starter', 'promoted'] as const)('leaves a %s the current model', (status) => {
    const teacher = addModel(status)
    const student = addModel('retired')
    store.models.keepAsCandidate(student)
    expect(store.models.current()?.id).toBe(teacher)
    expect(store.models.get(student).status).toBe('candidate')
  })
})
