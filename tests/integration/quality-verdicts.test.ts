import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { QualityMeasures, Verdict } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { addImages, makeProject, now } from '../store/made-project.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

const count = 161
let place: ReturnType<typeof temporaryFolder>
let workstation: Workstation
let images: ImageId[]
let project: string

const measures: QualityMeasures = {
  ...{ darkFraction: 0.4, brightFraction: 0, retinaDarkFraction: 0.1, retinaBrightFraction: 0.02 },
  ...{ underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false },
  ...{ retinaFraction: 0.6, focus: 0.4, histogram: [] },
}
const ruled = (index: number): Verdict => (index % 3 === 0 ? 'reject' : 'good')

beforeEach(async () => {
  place = temporaryFolder()
  const store = makeProject(place.folder)
  project = store.folder
  images = addImages(store, count)
  images.forEach((image, index) => {
    store.quality.put(image, measures, ruled(index), ruled(index) === 'reject' ? ['blurred'] : [], now)
  })
  store.close()
  workstation = await testWorkstation(place.folder)
  await workstation.client.projects.open({ folder: project })
})
afterEach(async () => {
  await workstation.close()
  await place.remove()
})

const quality = () => workstation.client.quality
const counts = async () => (await quality().list({ limit: 1 })).counts
const atPlace = (place: number) => ({ place, image: images[place] ?? null })
const asRuled = { good: 107, usable: 0, reject: 54 }

it('a verdict is for the whole range, however little of it the window had loaded', async () => {
  const range = { first: atPlace(0), last: { place: count - 1, image: null } }
  const whole = { selection: { total: count, range }, verdict: 'usable', grader: 'Ana' } as const
  expect(await quality().decide(whole)).toEqual({ changed: count, left: { already: 0, unmeasured: 0 } })
  expect(await counts()).toEqual({ good: 0, usable: count, reject: 0 })
  const [some, other] = [
    { ...whole, verdict: 'good' as const },
    { first: atPlace(3), last: atPlace(12) },
  ]
  expect(await quality().decide({ ...some, selection: { total: count, range: other } })).toMatchObject({ changed: 10 })
  expect(await quality().decide(some)).toEqual({ changed: count - 10, left: { already: 10, unmeasured: 0 } })
})

it('all that a filter gives is decided on at once', async () => {
  const selection = { verdict: 'reject', reason: 'blurred', total: 54 } as const
  expect(await quality().decide({ selection, verdict: 'good', grader: 'Ana' })).toMatchObject({ changed: 54 })
  expect(await counts()).toEqual({ good: count, usable: 0, reject: 0 })
})

it('a list that has changed since is decided on by nobody', async () => {
  const of = (total: number, first: ReturnType<typeof atPlace>) => ({
    ...({ verdict: 'good', grader: 'Ana' } as const),
    selection: { verdict: 'reject', total, range: { first, last: { place: 1, image: null } } } as const,
  })
  await expect(quality().decide(of(55, atPlace(0)))).rejects.toMatchObject({ code: 'conflict' })
  await expect(quality().decide(of(54, atPlace(1)))).rejects.toMatchObject({ code: 'conflict' })
  const elsewhere = quality().decide({ ...of(54, atPlace(0)), project: 'another' })
  await expect(elsewhere).rejects.toMatchObject({ code: 'conflict' })
  await expect(quality().decide({ verdict: 'good', grader: 'Ana' })).rejects.toMatchObject({ code: 'usage' })
  expect(await counts()).toEqual(asRuled)
})

it('undo brings back what stood before, also after a restart, and redo makes it again', async () => {
  await quality().decide({ images: [images[1] as ImageId], verdict: 'usable', grader: 'Ana' })
  await quality().decide({ selection: { total: count }, verdict: 'reject', grader: 'Ana' })
  await workstation.close()
  workstation = await testWorkstation(place.folder)
  await workstation.client.projects.open({ folder: project })
  expect(await quality().undo({ grader: 'Ben' })).toBeNull()
  expect(await quality().undo({ grader: 'Ana' })).toEqual({ verdict: 'reject', changed: count, kept: 0 })
  expect(await counts()).toEqual({ good: 106, usable: 1, reject: 54 })
  expect(await quality().redo({ grader: 'Ana' })).toMatchObject({ verdict: 'reject', changed: count })
  expect(await counts()).toEqual({ good: 0, usable: 0, reject: count })
  expect(await quality().redo({ grader: 'Ana' })).toBeNull()
  await quality().undo({ grader: 'Ana' })
  expect(await quality().undo({ grader: 'Ana' })).toMatchObject({ verdict: 'usable', changed: 1 })
  expect(await quality().undo({ grader: 'Ana' })).toBeNull()
  expect(await counts()).toEqual(asRuled)
  expect((await quality().list({ limit: 1 })).items[0]?.decidedBy).toBe('rule')
})

it('undo leaves what another reader has said since', async () => {
  await quality().decide({ selection: { total: count }, verdict: 'usable', grader: 'Ana' })
  await quality().decide({ images: images.slice(0, 3), verdict: 'good', grader: 'Ben' })
  expect(await quality().undo({ grader: 'Ana' })).toEqual({ verdict: 'usable', changed: count - 3, kept: 3 })
  expect(await quality().undo({ grader: 'Ben' })).toMatchObject({ changed: 3 })
  expect(await counts()).toEqual(asRuled)
  const db = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  const logged = db.prepare("SELECT who, what FROM events WHERE what LIKE 'quality.%' ORDER BY id").all()
  db.close()
  expect(logged.map(({ who, what }) => [who, what])).toEqual([
    ['Ana', 'quality.decide'],
    ['Ben', 'quality.decide'],
    ['Ana', 'quality.undo'],
    ['Ben', 'quality.undo'],
  ])
})
