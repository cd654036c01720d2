import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Decision, Eye, Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { rankAll } from '#workstation/suspicion/rank.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { contentOf, hashOf, makeProject, now } from '../store/made-project.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

const patients = 20
let place: ReturnType<typeof temporaryFolder>
let workstation: Workstation
let eyes: ImageId[]
let project: string

beforeEach(async () => {
  place = temporaryFolder()
  const store = makeProject(place.folder)
  project = store.folder
  eyes = fill(store)
  store.close()
  workstation = await testWorkstation(place.folder)
  await workstation.client.projects.open({ folder: project })
})
afterEach(async () => {
  await workstation.close()
  await place.remove()
})

const truth = (patient: number): Grade => (patient % 2 === 0 ? 1 : 2)
const sure = (grade: Grade): GradeProbabilities => (grade === 1 ? [0.03, 0.92, 0.05, 0, 0] : [0, 0.05, 0.92, 0.03, 0])

/** Both eyes of some patients, two label files, a model that never saw them, and a copy of the first eye. */
function fill(store: ProjectStore): ImageId[] {
  const sourceId = store.images.upsertSource('/photographs', now)
  const add = (stem: string, patient: number, eye: Eye, content = stem) => {
    const file = { sourceId, relativePath: `${stem}.jpg`, stem, content: contentOf(content), modifiedMs: 1 }
    return store.images.add({ ...file, patient: String(patient), eye }, now)
  }
  const found = Array.from({ length: patients }, (_, patient) => [
    { patient, image: add(`${patient}_left`, patient, 'left') },
    { patient, image: add(`${patient}_right`, patient, 'right') },
  ]).flat()
  found.push({ patient: 0, image: add('copy', 99, 'left', '0_left') })
  for (const [name, primary, shift] of [
    ['published', true, 0],
    ['second', false, 1],
  ] as const) {
    const file = { layout: 'aptos', fileName: `${name}.csv`, sha256: hashOf(name), sourceId, shape: {} }
    const set = store.labels.addSet({ name, ...file, primary }, now)
    const labelled = found.slice(0, primary ? found.length : 6)
    store.labels.addRows(
      set,
      labelled.map(({ image, patient }, line) => ({
        ...{ line, name: String(image), image, raw: [], oedema: null, rejected: null },
        grade: (truth(patient) + shift) as Grade,
      })),
    )
  }
  const model = store.models.add(
    {
      ...{ name: 'm', architecture: 'efficientnet-b0', head: 'softmax', blob: hashOf('m'), card: {} },
      ...{ parent: null, run: null, snapshot: null, status: 'promoted' },
    },
    now,
  )
  store.predictions.put(
    model,
    found.map(({ image, patient }) => ({ image, outOfFold: true, fold: 1, probabilities: sure(truth(patient)) })),
    now,
  )
  rankAll(store, model)
  return found.map(({ image }) => image)
}

const at = (index: number) => eyes[index] as ImageId

/** Everything that the window shows a reader of photographs. */
async function seenBy(grader: string) {
  const { review, looking } = workstation.client
  const orders = ['suspicion', 'active', 'unreviewed-first', 'name'] as const
  return {
    queues: await Promise.all(orders.map(async (order) => unpackQueue(await review.queue({ grader, order })))),
    boundary: unpackQueue(await review.queue({ grader, boundary: [1, 2] })),
    photographs: await Promise.all(eyes.map((image) => review.photograph({ image, grader }))),
    suspects: await looking.suspects({ grader, limit: 1000 }),
    bySet: await looking.suspects({ grader, limit: 1000, labelSet: 'second' }),
  }
}

async function anaReads(): Promise<void> {
  const said: Decision[] = [4, 'ungradable', 0, 3, 1, 2]
  for (const [index, decision] of said.entries()) {
    const lesions = index === 3 ? (['neovascularisation'] as const) : []
    const ungradableReason = decision === 'ungradable' ? ('dark' as const) : null
    const reading = { decision, ungradableReason, lesions: [...lesions] }
    await workstation.client.review.grade({ image: at(index), grader: 'Ana', ...reading })
  }
  await workstation.client.review.grade({ image: at(0), grader: 'Cem', decision: 3 })
  await workstation.client.review.grade({ image: at(5), grader: 'Cem', decision: 4, phase: 'adjudication' })
}

it('nothing that a reader is shown changes by what others say of photographs that he has not read', async () => {
  const before = await seenBy('Ben')
  expect(before.photographs.every(({ othersHidden }) => othersHidden)).toBe(true)
  await anaReads()
  expect(await seenBy('Ben')).toEqual(before)
  expect((await workstation.client.review.photograph({ image: at(0), grader: 'Ana' })).readings).toHaveLength(2)
})

it('all that others said of a photograph is shown once it has been read, and not after that was taken back', async () => {
  await anaReads()
  const { review } = workstation.client
  const before = await review.photograph({ image: at(0), grader: 'Ben' })
  expect(before).toMatchObject({ readings: [], current: { state: 'imported', grade: 1 } })
  await review.grade({ image: at(0), grader: 'Ben', decision: 1 })
  const after = await review.photograph({ image: at(0), grader: 'Ben' })
  expect(after).toMatchObject({ othersHidden: false, current: { state: 'unresolved' } })
  expect(after.readings.map(({ grader }) => grader)).toEqual(['Ana', 'Cem', 'Ben'])
  // What he knows of one eye bears on its fellow eye; what others said of that one stays hidden.
  expect(await review.photograph({ image: at(1), grader: 'Ben' })).toMatchObject({ readings: [], othersHidden: true })
  await review.undo({ grader: 'Ben' })
  expect(await review.photograph({ image: at(0), grader: 'Ben' })).toEqual(before)
})

it('a switch of the project shows them, is kept, and is logged', async () => {
  await anaReads()
  const { projects, review } = workstation.client
  expect((await projects.current())?.settings).toEqual({ showOthersReadings: false })
  const chosen = await projects.choose({ settings: { showOthersReadings: true }, who: 'Ben' })
  expect(chosen.settings).toEqual({ showOthersReadings: true })
  const shown = await review.photograph({ image: at(0), grader: 'Ben' })
  expect(shown).toMatchObject({ othersHidden: false, current: { state: 'unresolved' } })
  expect(shown.readings).toHaveLength(2)
  await workstation.client.projects.close()
  expect((await projects.open({ folder: project })).settings).toEqual({ showOthersReadings: true })
  const db = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  const logged = db.prepare("SELECT who, details FROM events WHERE what = 'project.choose'").all()
  db.close()
  expect(logged).toEqual([{ who: 'Ben', details: '{"showOthersReadings":true}' }])
})

it('the command line has the same switch', async () => {
  await anaReads()
  await workstation.close()
  const run = (...words: string[]) => regradeHere(['readers', project, '--json', ...words], { home: place.folder })
  expect(document(await run())).toEqual({
    othersReadings: 'hidden',
    readers: [
      { name: 'Ana', read: 6 },
      { name: 'Cem', read: 2 },
    ],
  })
  expect(document(await run('--others-readings', 'shown'))).toMatchObject({ othersReadings: 'shown' })
  expect(document(await run())).toMatchObject({ othersReadings: 'shown' })
  const wrong = await run('--others-readings', 'perhaps')
  expect([wrong.code, document(wrong)]).toMatchObject([2, { error: { code: 'usage' } }])
})
