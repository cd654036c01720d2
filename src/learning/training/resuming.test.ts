import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Sha256 } from '#shared/ids.ts'
import { resolveRecipe } from '../recipes/recipes.ts'
import { onSmallModel, smallModel } from '../testing/small-model.ts'
import { TrainingFixture } from '../testing/training-fixture.ts'
import type { TrainingEvent } from './training-event.ts'

/* Whether a run that stopped anywhere goes on as if it had not; a small network at the smallest size. */

const recipe = resolveRecipe('quick', {
  ...{ size: 32, epochs: 2, folds: 0, batch: 4, accumulation: 2, validation: 0.2, learningRate: 1e-3 },
  ...{ averaging: { decay: 0.9 }, ...onSmallModel },
})
/** A clock that is a minute later each time, and a run by it that is kept at its ends and after its epochs only. */
const byTheMinute = () => {
  let milliseconds = 0
  return { now: () => (milliseconds += 60_000) }
}
let fixture: TrainingFixture
let whole: Awaited<ReturnType<TrainingFixture['train']>>
beforeAll(async () => {
  fixture = await TrainingFixture.open(recipe, smallModel)
  whole = await fixture.train({ ...byTheMinute(), checkpointEveryMs: 1e9 })
}, 60_000)
afterAll(() => fixture.close())

const epochsOf = (events: readonly TrainingEvent[]) =>
  events.flatMap((event) => {
    if (event.kind !== 'epoch') return []
    // Speed and memory are those of the machine at the time.
    const { imagesPerSecond: _, memory: __, ...figures } = event.epoch
    return [figures]
  })

/** Counts down to the event that `wanted` knows. */
const nth = (count: number, wanted: (event: TrainingEvent) => boolean) => {
  let left = count
  return (event: TrainingEvent) => wanted(event) && --left === 0
}

const isCheckpoint = (event: TrainingEvent) => event.kind === 'checkpoint'

describe('a run that was stopped within an epoch', () => {
  it('goes on after its last step and gives the same bytes and figures, as often as it is stopped', async () => {
    const eachStep = { checkpointEveryMs: 0 }
    // The first checkpoint is that of the start, the next two are of the first epoch's steps.
    const first = await fixture.trainUntil(nth(2, isCheckpoint), eachStep)
    const again = await fixture.trainUntil(nth(1, isCheckpoint), { ...eachStep, checkpoint: first })
    const { trained, events } = await fixture.train({ checkpoint: again })
    expect(trained).toEqual(whole.trained)
    expect(epochsOf(events)).toEqual(epochsOf(whole.events))
    const steps = (run: typeof whole) => run.events.filter(({ kind }) => kind === 'progress').length
    expect(steps({ trained, events })).toBe(steps(whole) - 2)
  })

  it('is kept every five minutes, if nothing else is said', async () => {
    const usual = await fixture.train(byTheMinute())
    expect(usual.trained).toEqual(whole.trained)
    // At the start and at the end of the fit.
    expect(whole.events.filter(isCheckpoint)).toHaveLength(2)
    expect(usual.events.filter(isCheckpoint).length).toBeGreaterThan(2)
  })
})

it('no epoch that was told is taken again, even where the process died as it was told', async () => {
  let checkpoint: Sha256 | undefined
  let told = false
  await fixture.trainUntil((event) => {
    if (!told && 'checkpoint' in event) checkpoint = event.checkpoint
    told ||= event.kind === 'epoch'
    return told
  })
  const { trained, events } = await fixture.train({ checkpoint })
  expect(epochsOf(events).map(({ epoch }) => epoch)).toEqual([2])
  expect(trained).toEqual(whole.trained)
})

describe('a photograph that vanishes', () => {
  /** Does `work` while the photograph is not where it was. */
  async function without(hash: string, work: () => Promise<void>): Promise<void> {
    const path = fixture.photographs.find((one) => one.hash === hash)?.path as string
    await rename(path, `${path}.away`)
    await work().finally(() => rename(`${path}.away`, path))
  }

  it('is trained on at every size all the same, once the run has begun', async () => {
    const growing = { recipe: { ...recipe, sizes: [{ size: 40, epochs: 1 }], size: 48 } }
    const checkpoint = await fixture.trainUntil((event) => event.kind === 'epoch', growing)
    await without(fixture.photographs[0]?.hash as string, async () => {
      const { trained, events } = await fixture.train({ ...growing, checkpoint })
      expect(events.filter(({ kind }) => kind === 'unreadable')).toEqual([])
      expect(trained.parts).toHaveLength(fixture.photographs.length)
    })
  })

  it('is left out when the run goes on without its pixels, and is back with its file', async () => {
    const checkpoint = await fixture.trainUntil((event) => event.kind === 'epoch')
    const held = whole.trained.holdOut[0]?.hash as string
    await without(held, async () => {
      const request = { checkpoint, cacheFolder: join(fixture.folder, 'another cache') }
      const { trained, events } = await fixture.train(request)
      expect(events.filter(({ kind }) => kind === 'unreadable')).toMatchObject([{ hash: held }])
      expect(trained.model).toBe(whole.trained.model)
      expect(trained.holdOut).toEqual(whole.trained.holdOut.filter(({ hash }) => hash !== held))
    })
    expect((await fixture.train({ checkpoint })).trained).toEqual(whole.trained)
  })
})

it('a run that diverges ends with a failure of its own: it would diverge again', async () => {
  await expect(fixture.train({ recipe: { ...recipe, learningRate: 1e30 } })).rejects.toMatchObject({
    code: 'diverged',
    message: expect.stringContaining('a lower learning rate may help'),
  })
})
