import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#shared/contract/common.ts'
import type { Workstation } from '#workstation/workstation.ts'
import {
  ended,
  importMadePhotographs,
  promoted,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation
const settings = { size: 32, batch: 8, folds: 0, epochs: 2 }
const small = { ...settings, ...smallStart(folder) }

beforeAll(async () => {
  await writeMadePhotographs(folder, 26, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

async function firstEpochOf({ id }: Run): Promise<void> {
  await expect
    .poll(async () => (await workstation.client.training.run({ run: id })).epochs.length, { timeout: 60_000 })
    .toBeGreaterThan(0)
}

describe('a run that goes on from the current model', () => {
  it('goes on from the same one when it is resumed, though another is the current one by then', async () => {
    const { client } = workstation
    const cancelled = await client.training.start({ recipe: 'quick', set: { ...settings, start: 'current' } })
    await firstEpochOf(cancelled)
    await client.jobs.cancel({ run: cancelled.id })
    await expect(ended(workstation, cancelled)).rejects.toThrow('ended cancelled')
    const other = await ended(
      workstation,
      await client.training.start({ recipe: 'quick', set: { ...small, epochs: 1 } }),
    )
    await promoted(workstation, (await client.training.run({ run: other.id })).model)
    expect((await client.models.list()).filter(({ current }) => current)).toHaveLength(1)

    await ended(workstation, await client.training.resume({ run: cancelled.id }))
    const { model, epochs } = await client.training.run({ run: cancelled.id })
    expect(epochs).toHaveLength(settings.epochs)
    // There was none when it was begun.
    expect((await client.models.list()).find(({ id }) => id === model)?.parent).toBeNull()
  })
})

describe('a learning-rate finder', () => {
  it('gives way to a run, and so does whoever watches it', async () => {
    const { client } = workstation
    const found = await client.training.findRate({ recipe: 'quick', set: { ...small, size: 64 } })
    await found.next()
    const run = await client.training.start({ recipe: 'quick', set: { ...small, epochs: 1 } })
    const watched = (async () => {
      for await (const event of found) if (event.kind === 'found') return event
      return null
    })()
    await expect(watched).rejects.toMatchObject({
      code: 'cancelled',
      message: expect.stringContaining('It gave way to other work'),
    })
    await ended(workstation, run)
  })
})

describe('models that are combined', () => {
  it('wait for the run that is at work, and refuse at once what cannot be combined', async () => {
    const { client } = workstation
    const run = await client.training.start({ recipe: 'quick', set: { ...small, epochs: 1 } })
    const members = (await client.models.list()).flatMap(({ id, status }) => (status === 'retired' ? [] : [id]))
    await expect(client.models.combine({ members, eyes: true })).rejects.toMatchObject({ code: 'usage' })
    const combining = await client.models.combine({ members })
    expect(combining.state).toBe('queued')
    expect(await client.models.combined({ run: combining.id })).toBeNull()
    await ended(workstation, combining)
    expect((await client.jobs.get({ run: run.id })).state).toBe('done')
    expect(await client.models.combined({ run: combining.id })).toMatchObject({ architecture: 'ensemble' })
  })
})
