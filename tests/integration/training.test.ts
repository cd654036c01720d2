import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { smallModel } from '#learning/testing/small-model.ts'
import type { Run } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { Workstation } from '#workstation/workstation.ts'
import {
  ended,
  importMadePhotographs,
  killComputeProcesses,
  promoted,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation

/** Small enough to end within seconds on two cores, with everything a real run has. */
const small = { ...smallStart(folder), size: 32, epochs: 4, folds: 2, batch: 8 }

beforeAll(async () => {
  await writeMadePhotographs(folder, 48, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

/** Waits until the run has told something that `reached` wants. */
async function until(run: Run, reached: (now: Run) => boolean): Promise<Run> {
  for (;;) {
    const now = await workstation.client.jobs.get({ run: run.id })
    if (reached(now)) return now
    if (['done', 'failed'].includes(now.state)) throw new Error(`Run ${run.id} ended ${now.state} too early.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

const hasEpoch = async (run: Run) => {
  for (;;) {
    const { epochs } = await workstation.client.training.run({ run: run.id })
    if (epochs.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

describe('a training run', () => {
  let first: ModelId

  it('is cancelled, is resumed from its checkpoint, and ends with a model and a new order', async () => {
    const { client } = workstation
    const before = unpackQueue(await client.review.queue({ order: 'suspicion', grader: 'Reader' }))
    expect(before.model).toBeNull()

    const run = await client.training.start({ recipe: 'quick', set: small })
    await hasEpoch(run)
    await client.jobs.cancel({ run: run.id })
    const cancelled = await until(run, ({ state }) => state === 'cancelled')
    expect(cancelled.resumable).toBe(true)
    const kept = (await client.training.run({ run: run.id })).epochs

    await ended(workstation, await client.training.resume({ run: run.id }))
    const done = await client.training.run({ run: run.id })
    expect(done.epochs).toHaveLength(small.epochs)
    expect(done.epochs.slice(0, kept.length)).toEqual(kept)
    first = done.model as ModelId
    expect(first).not.toBeNull()
    // Nothing is left of the checkpoints: the model's file and that of the one it started from are the only ones as large.
    const filesAsLarge = async () => {
      const blobs = await readdir(join(folder, 'made.regrade', 'blobs'), { recursive: true, withFileTypes: true })
      return blobs.filter((entry) => {
        const file = entry.isFile() ? join(entry.parentPath, entry.name) : ''
        return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0.9 * smallModel.length
      })
    }
    await expect.poll(filesAsLarge).toHaveLength(2)

    // One epoch more or less: the gate cannot tell whether it is better than chance, and its reader decides.
    await promoted(workstation, done.model)
    const after = unpackQueue(await client.review.queue({ order: 'suspicion', grader: 'Reader' }))
    expect(after.model).toBe(done.model)
    expect(after.images).not.toEqual(before.images)
    expect([...after.suspicion].sort((a, b) => b - a)).toEqual(after.suspicion)

    const { suspects, unscored, locked } = await client.looking.suspects({})
    expect(suspects.length + unscored).toBe(48)
    // All have a prediction of a fit that never saw them, but those that are kept to judge models by are read blind first.
    expect(unscored).toBe(locked)
    expect(suspects.length).toBeGreaterThan(30)
  })

  it('leaves grading alone when its process dies, and is interrupted, not lost', async () => {
    const { client } = workstation
    const run = await client.training.start({ recipe: 'quick', set: { ...small, epochs: 50 } })
    await hasEpoch(run)
    await killComputeProcesses()
    const now = await until(run, ({ state }) => state === 'interrupted')
    expect(now.resumable).toBe(true)
    expect(now.error?.code).toBe('compute_failed')
    const { image } = await client.review.find({ image: '10_left' })
    const { reading } = await client.review.grade({ image, grader: 'Reader', decision: 3 })
    expect(reading.decision).toBe(3)
  })

  it('keeps its hold-out locked: a second run is judged on the photographs of the first', async () => {
    const { client } = workstation
    const run = await client.training.start({ recipe: 'quick', set: { ...small, epochs: 1, folds: 0, seed: 9 } })
    await ended(workstation, run)
    const { model } = await client.training.run({ run: run.id })
    if (!model) throw new Error('The run left no model.')
    const [one, other] = await Promise.all([client.models.judge({ model: first }), client.models.judge({ model })])
    expect(one.n).toBe(other.n)
    expect(one.n).toBeGreaterThan(4)
    const promoted = await client.models.promote({ model: first })
    expect(promoted).toMatchObject({ status: 'promoted', current: true })
  })

  it('explains a photograph with a heat map that lies over it', async () => {
    const { client } = workstation
    const { image } = await client.review.find({ image: '11_left' })
    const explained = await client.looking.explain({ image })
    expect(explained.probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 4)
    const response = await workstation.pixels(new Request(`http://127.0.0.1${explained.overlay}`))
    expect(response.headers.get('content-type')).toBe('image/png')
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect([...bytes.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47])
  })
})
