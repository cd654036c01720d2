import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
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

beforeAll(async () => {
  await writeMadePhotographs(folder, 48, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

it('the snapshot and the card are of the photographs that could be read, each in the fold that it was in', async () => {
  const { client } = workstation
  const files = await readdir(join(folder, 'photographs'))
  const gone = files.slice(3, 9)
  for (const file of gone) await rename(join(folder, 'photographs', file), join(folder, file))
  const set = { ...smallStart(folder), size: 32, batch: 8, folds: 2, epochs: 1 }
  const run = await client.training.start({ recipe: 'quick', set })
  await ended(workstation, run)
  const { model } = await client.training.run({ run: run.id })
  if (!model) throw new Error('The run left no model.')

  const leftOut = await client.training.leftOut({ run: run.id })
  expect(leftOut.map(({ photograph }) => `${photograph}.jpeg`).sort()).toEqual(gone.toSorted())
  for (const { reason } of leftOut) expect(reason).toMatch(/\.$/)
  const { data } = await client.models.card({ model })
  expect(data).toMatchObject({ photographs: 42, leftOut: 6 })
  expect((data?.train ?? 0) + (data?.validation ?? 0) + (data?.holdOut ?? 0)).toBe(42)
  const db = new DatabaseSync(join(folder, 'made.regrade', 'project.sqlite'), { readOnly: true })
  const rows = db
    .prepare(
      `SELECT i.stem, s.fold, p.fold AS predicted, p.image_id AS said, s.part FROM snapshot_items s
       JOIN images i ON i.id = s.image_id
       LEFT JOIN predictions p ON p.image_id = s.image_id AND p.model_id = ? AND p.out_of_fold = 1
       WHERE s.snapshot_id = (SELECT snapshot_id FROM models WHERE id = ?)`,
    )
    .all(Number(model.slice(1)), Number(model.slice(1)))
  db.close()
  expect(rows).toHaveLength(42)
  for (const { stem, fold, predicted, said } of rows) {
    expect(gone.some((file) => file.startsWith(`${stem}.`))).toBe(false)
    expect(said).not.toBeNull()
    expect(predicted).toBe(fold)
  }
  expect(rows.filter(({ part }) => part === 'hold-out').every(({ fold }) => fold === null)).toBe(true)
})
