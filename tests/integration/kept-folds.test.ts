import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import {
  ended,
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation
/** The first model is the one that the run starts from. */
const [first, second, ensemble, main] = ['m2', 'm3', 'm4', 'm5'] as [ModelId, ModelId, ModelId, ModelId]

beforeAll(async () => {
  await writeMadePhotographs(folder, 36, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const set = { ...smallStart(folder), size: 32, epochs: 1, folds: 2, batch: 8, keepFolds: true }
  await ended(workstation, await workstation.client.training.start({ recipe: 'quick', set }))
}, 120_000)
afterAll(async () => {
  await workstation.close()
  await remove()
})

const judged = async (model: ModelId, split: 'hold-out' | 'out-of-fold' | 'all') =>
  (await workstation.client.models.evaluate({ model, split })).n

describe('a run that keeps its folds', () => {
  it('leaves their models and their mean beside its own, candidates both', async () => {
    const { models, training } = workstation.client
    const [run] = await training.runs()
    expect(run?.model).toBe(main)
    const listed = await models.list()
    expect(listed.map(({ id, status, current }) => [id, status, current])).toEqual([
      ['m1', 'retired', false],
      [first, 'retired', false],
      [second, 'retired', false],
      [ensemble, 'candidate', false],
      [main, 'candidate', false],
    ])
    expect(listed.map(({ name }) => name)).toEqual([
      'small',
      'quick r2, fold 1',
      'quick r2, fold 2',
      'quick r2, mean of its folds',
      'quick r2',
    ])
    const card = await models.card({ model: ensemble })
    expect(card.members).toEqual([first, second])
    expect(card.judgedHow).toContain('the mean of all 2 members, none of which saw them')
    expect((await models.card({ model: main })).judgedHow).toBeNull()
  })

  it('judges the ensemble on the hold-out of the main model, and each fold by what was kept from it', async () => {
    const { models } = workstation.client
    const data = (await models.card({ model: main })).data
    if (!data) throw new Error('The main model has no snapshot.')
    const { photographs, holdOut } = data
    expect(holdOut).toBeGreaterThan(0)
    for (const model of [ensemble, main]) {
      expect([await judged(model, 'hold-out'), await judged(model, 'out-of-fold')]).toEqual([holdOut, photographs])
    }
    const own = await Promise.all([first, second].map((model) => judged(model, 'out-of-fold')))
    expect(own.reduce((a, b) => a + b)).toBe(photographs + holdOut)
    for (const [place, model] of [first, second].entries()) {
      const learnt = (await models.card({ model })).data
      expect(learnt).toMatchObject({ validation: 0, holdOut: own[place], train: photographs - (own[place] ?? 0) })
    }
  })

  it('lets the ensemble be scored and promoted; what a member learnt from is not its word on the unseen', async () => {
    const { models } = workstation.client
    const before = [await judged(ensemble, 'hold-out'), await judged(ensemble, 'out-of-fold')]
    // Of the photographs locked away all members have spoken.
    expect(await judged(ensemble, 'all')).toBe(before[0])
    const run = await ended(workstation, await models.score({ model: ensemble }))
    expect(await models.scored({ run: run.id })).toMatchObject({ images: 36 })
    expect([await judged(ensemble, 'hold-out'), await judged(ensemble, 'out-of-fold')]).toEqual(before)
    // What all members say of photographs that some of them learnt from, one that screening left out among them.
    expect(await judged(ensemble, 'all')).toBeGreaterThanOrEqual((before[1] ?? 0) - (before[0] ?? 0))
    expect(await models.promote({ model: ensemble })).toMatchObject({ status: 'promoted', current: true })
  })
})
