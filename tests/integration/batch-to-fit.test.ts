import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { onSmallModel, smallModel } from '#learning/testing/small-model.ts'
import type { Recipe } from '#shared/recipe.ts'
import { openBlobs } from '#store/blobs.ts'
import { ComputeClient } from '#workstation/compute/client.ts'
import { forkedComputeHost } from '#workstation/compute/forked-host.ts'
import { fitBatch } from '#workstation/jobs/train/fit-batch.ts'
import {
  ended,
  importMadePhotographs,
  killComputeProcesses,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder, remove } = temporaryFolder()
const compute = new ComputeClient(forkedComputeHost())
const { signal } = new AbortController()

afterAll(async () => {
  await compute.close()
  await remove()
})

/** The tests' own small network, as what a run goes on from. */
async function smallParent() {
  const blobs = openBlobs(join(folder, 'blobs'))
  return { model: await blobs.put(smallModel), blobsFolder: blobs.folder }
}

it('a batch is found within a limit, and accumulation makes up for what does not fit', async () => {
  // Large enough that the step's memory stands out of what the rest of the process takes, which varies by tens of MB.
  const recipe = resolveRecipe('quick', { ...onSmallModel, size: 256, batch: 16, batchToFit: true })
  expect(recipe.accumulation).toBe(1)
  const where = { runtime: 'cpu', parent: await smallParent() } as const
  const peakOf = async (batch: number) => {
    await compute.close()
    const asked = { ...where, recipe: { ...recipe, batch }, threads: 2 }
    return (await compute.run('measureStep', asked)).peakBytes
  }
  const [least, most] = [await peakOf(1), await peakOf(16)]
  const tried: number[] = []
  const found = async (limit: number): Promise<Recipe> => {
    tried.length = 0
    const report = ({ done }: { done: number }) => tried.push(done)
    return await fitBatch(recipe, where, { compute, threads: 2, signal, report }, limit)
  }
  const fitting = await found((least + most) / 2)
  expect(fitting.batch).toBeGreaterThan(1)
  expect(fitting.batch).toBeLessThan(16)
  expect(fitting.batch * fitting.accumulation).toBe(16)
  expect(fitting.batchToFit).toBe(false)
  expect(await found(2 * most)).toEqual({ ...recipe, batchToFit: false })
  expect(tried).toEqual([0, 1, 2, 3, 4])
  await expect(found(1)).rejects.toMatchObject({ code: 'compute_failed' })
})

it('a process that dies of a batch only says that it does not fit', async () => {
  const recipe = resolveRecipe('quick', { ...onSmallModel, size: 32, batch: 8, batchToFit: true })
  const report = ({ done }: { done: number }) => {
    if (done === 2) void killComputeProcesses()
  }
  const context = { compute, threads: 2, signal, report }
  const fitting = await fitBatch(recipe, { runtime: 'cpu', parent: await smallParent() }, context)
  expect([fitting.batch, fitting.accumulation]).toEqual([2, 4])
})

it('is kept with the run that it was found for', async () => {
  await writeMadePhotographs(folder, 26, 64)
  const workstation = await testWorkstation(folder)
  try {
    await importMadePhotographs(workstation, folder)
    const { training } = workstation.client
    const set = { ...smallStart(folder), size: 32, epochs: 1, folds: 0, batch: 4, batchToFit: true }
    const run = await training.start({ recipe: 'quick', set, runtime: 'cpu' })
    expect((await training.run({ run: run.id })).recipe.batchToFit).toBe(true)
    await ended(workstation, run)
    const { recipe, epochs } = await training.run({ run: run.id })
    expect(recipe.batchToFit).toBe(false)
    expect(recipe.batch * recipe.accumulation).toBe(4)
    expect(epochs).toHaveLength(1)
  } finally {
    await workstation.close()
  }
})

it('is found for the range test, too, before the first rate is tried', async () => {
  const own = temporaryFolder()
  await writeMadePhotographs(own.folder, 26, 64)
  const workstation = await testWorkstation(own.folder)
  try {
    await importMadePhotographs(workstation, own.folder)
    const { training } = workstation.client
    const set = { ...smallStart(own.folder), size: 32, epochs: 1, folds: 0, batch: 4, batchToFit: true }
    const stages: string[] = []
    for await (const event of await training.findRate({ recipe: 'quick', set, runtime: 'cpu' })) {
      const stage = event.kind === 'progress' ? event.stage : event.kind
      if (stages.at(-1) !== stage) stages.push(stage)
      if (stage === 'find-rate') break
    }
    expect(stages).toEqual(['batch', 'prepare', 'find-rate'])
  } finally {
    await workstation.close()
    await own.remove()
  }
})
