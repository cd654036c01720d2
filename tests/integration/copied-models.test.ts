import { join } from 'node:path'
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
let trained: ModelId
let seen = 0

beforeAll(async () => {
  await writeMadePhotographs(folder, 48, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const { client } = workstation
  const set = { ...smallStart(folder), size: 32, batch: 8, folds: 2, epochs: 1, keepFolds: true }
  const run = await ended(workstation, await client.training.start({ recipe: 'quick', set }))
  trained = (await client.training.run({ run: run.id })).model as ModelId
  const { data } = await client.models.card({ model: trained })
  seen = (data?.train ?? 0) + (data?.validation ?? 0)
  expect(seen).toBeGreaterThan(30)
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

/** Photographs that a model is judged on as never seen. */
const unseen = async (model: ModelId) => {
  const { models } = workstation.client
  await ended(workstation, await models.score({ model }))
  return (await models.evaluate({ model, split: 'out-of-fold' })).n
}

describe('a model that is exported and imported again', () => {
  it('has seen what it had seen before, and keeps what is to be minded of it', async () => {
    const { models } = workstation.client
    const { file } = await models.save({ model: trained })
    const copy = await models.import({ file })
    expect(copy).toMatchObject({ parent: trained, status: 'candidate' })
    expect(await unseen(copy.id)).toBe(48 - seen)
    const { licenceNotes, importedFrom } = await models.card({ model: copy.id })
    expect(importedFrom).toBe(`${trained}.onnx`)
    expect(licenceNotes).toContainEqual(expect.stringContaining('Learnt with labels'))
  })

  it('has seen what the ensemble had that it is a file of', async () => {
    const { models } = workstation.client
    const ensemble = (await models.list()).find(({ architecture }) => architecture === 'ensemble')
    const { file } = await models.save({ model: ensemble?.id as ModelId })
    const copy = await models.import({ file })
    expect(copy.parent).toBe(ensemble?.id)
    expect(await unseen(copy.id)).toBe(48 - seen)
  })

  it('tells another project what it learnt from, and what is to be minded of it', async () => {
    const { client } = workstation
    const { file } = await client.models.save({ model: trained, file: join(folder, 'given-away.onnx') })
    await client.projects.create({ folder: join(folder, 'other.regrade'), name: 'Other' })
    const [imagesFolder, labelsFile] = [join(folder, 'photographs'), join(folder, 'labels.csv')]
    await ended(workstation, await client.imports.start({ imagesFolder, labelsFile }))
    const copy = await client.models.import({ file })
    expect(copy.parent).toBeNull()
    // Of photographs that look like one that it learnt from it is not sure.
    expect(await unseen(copy.id)).toBeLessThanOrEqual(48 - seen)
    const { licenceNotes } = await client.models.card({ model: copy.id })
    expect(licenceNotes).toEqual([
      `${copy.id} came from given-away.onnx: its maker’s licence holds, and is not in the file.`,
      expect.stringContaining('Learnt with labels'),
      'A model that it goes on from or is made of came from small.onnx: its maker’s licence holds, and is not in the file.',
    ])
  })
})
