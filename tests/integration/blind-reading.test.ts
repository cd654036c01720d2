import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
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
const project = join(folder, 'made.regrade')
let workstation: Workstation
let locked: { id: ImageId; stem: string }[]

beforeAll(async () => {
  await writeMadePhotographs(folder, 48, 64)
  workstation = await testWorkstation(folder)
  await importMadePhotographs(workstation, folder)
  const set = { ...smallStart(folder), size: 32, batch: 8, folds: 2, epochs: 1 }
  const { client } = workstation
  const run = await ended(workstation, await client.training.start({ recipe: 'quick', set }))
  await promoted(workstation, (await client.training.run({ run: run.id })).model)
  const db = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  locked = db.prepare(`SELECT id, stem FROM images WHERE split = 'hold-out'`).all() as typeof locked
  db.close()
})

afterAll(async () => {
  await workstation.close()
  await remove()
})

const suspectNames = async () => (await workstation.client.looking.suspects({})).suspects.map(({ image }) => image)

it('a photograph that models are judged by is read blind first, and then with all that is known of it', async () => {
  const { client } = workstation
  const [first] = locked
  if (!first) throw new Error('Nothing was locked away.')
  const image = first.id
  const hidden = { labels: [], prediction: null, suspicion: null, blind: true, current: { state: 'none', grade: null } }
  expect(await client.review.photograph({ image, grader: 'Ana' })).toMatchObject({ ...hidden, readings: [] })
  expect(await client.review.photograph({ image })).toMatchObject(hidden)
  for (const phase of ['revealed', 'adjudication'] as const) {
    const early = client.review.grade({ image, grader: 'Ana', decision: 1, phase })
    await expect(early).rejects.toMatchObject({ code: 'conflict' })
  }
  const { suspects, unscored, locked: kept } = await client.looking.suspects({})
  expect([suspects.length, unscored, kept]).toEqual([48 - locked.length, locked.length, locked.length])
  expect(suspects.some((one) => locked.some(({ stem }) => one.image === stem))).toBe(false)

  expect((await client.review.grade({ image, grader: 'Ana', decision: 1 })).reading.phase).toBe('blind')
  const seen = await client.review.photograph({ image, grader: 'Ana' })
  expect(seen).toMatchObject({ blind: false, labels: [{ grade: expect.any(Number) }], prediction: { outOfFold: true } })
  expect(await client.review.photograph({ image, grader: 'Ben' })).toMatchObject({ ...hidden, readings: [] })
  expect(await suspectNames()).toContain(first.stem)
  expect((await client.review.grade({ image, grader: 'Ana', decision: 2 })).reading.phase).toBe('revealed')
  const { readings, current } = await client.review.photograph({ image, grader: 'Ana' })
  expect(readings.map(({ phase, decision }) => [phase, decision])).toEqual([
    ['blind', 1],
    ['revealed', 2],
  ])
  expect(current).toEqual({ state: 'read', grade: 2 })
})

it('how labels were learnt is kept of those that were taught, and counts for their suspicion', async () => {
  const db = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  const learnt = db.prepare('SELECT image_id AS id, seen, margin, loss FROM training_dynamics').all() as {
    [name in 'id' | 'seen' | 'margin' | 'loss']: number
  }[]
  db.close()
  expect(learnt.length).toBeGreaterThan(24)
  expect(learnt.length).toBeLessThanOrEqual(48 - locked.length)
  for (const { id, seen, margin, loss } of learnt) {
    expect(locked.some((one) => one.id === id)).toBe(false)
    expect([seen >= 1, Number.isFinite(margin), loss > 0]).toEqual([true, true, true])
  }
  const { suspects } = await workstation.client.looking.suspects({})
  expect(suspects.filter(({ terms }) => 'dynamics' in terms).length).toBeGreaterThan(learnt.length / 2)
})

it('the command line keeps a first reading of such a photograph as blind, and says so', async () => {
  const second = locked[1]
  await workstation.close()
  const words = ['grade', project, '--image', second?.stem ?? '', '--grader', 'Ana', '--grade', '3']
  const early = await regradeHere([...words, '--phase', 'revealed', '--json'], { home: folder })
  expect(early.code).toBe(1)
  expect(document(early)).toMatchObject({
    error: { code: 'conflict', message: expect.stringContaining('Ana has not') },
  })
  const told = await regradeHere(words, { home: folder })
  expect(told.out).toContain('kept as read blind')
  const again = await regradeHere([...words, '--json'], { home: folder })
  expect(document(again)).toMatchObject({ reading: { phase: 'revealed', decision: 3 } })
})
