import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lookOf } from '#imaging/look.ts'
import { lookToText } from '#imaging/look-text.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import { surveyImage } from '#imaging/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { makeStarter } from '../../../tests/integration/made-starter.ts'
import { addLabels, contentOf, now } from '../../../tests/store/made-project.ts'
import { projectForEach } from '../../../tests/store/project-for-each.ts'
import { learntElsewhere } from '../provenance/learnt-elsewhere.ts'
import { giveStarter } from './give-starter.ts'
import { describeModel } from './model-card.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-starter-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let store: ProjectStore
projectForEach((made) => {
  store = made
})

/** A photograph with the hash that all of these have, as other eyes before one camera may. */
function addEye(seed: string): { readonly image: ImageId; readonly text: string } {
  const { small, measures } = surveyImage(makePhotograph({ seed, size: 256, grade: 1 }))
  const content = { ...contentOf(seed), look: lookOf(small), notes: [] }
  const sourceId = store.images.upsertSource('/photographs', now)
  const file = { sourceId, relativePath: `${seed}.jpg`, stem: seed, content, patient: null, eye: null, modifiedMs: 1 }
  const image = store.images.add(file, now)
  const beyond = { underexposed: false, overexposed: false, retinaUnderexposed: false, retinaOverexposed: false }
  const histogram = [...measures.histogram]
  const { darkFraction, brightFraction, retinaDarkFraction, retinaBrightFraction, retinaFraction, focus } = measures
  const shares = { darkFraction, brightFraction, retinaDarkFraction, retinaBrightFraction, retinaFraction, focus }
  store.quality.put(image, { ...shares, ...beyond, histogram }, 'good', [], now)
  return { image, text: lookToText({ ...content, histogram }) }
}

it('a starter knows what it learnt from by its looks; one of an earlier version is given them, and clears the others', async () => {
  const giving = { store, now: () => new Date(now), isOpen: () => true }
  const [learnt, other] = [addEye('learnt'), addEye('other')]
  addLabels(store, [learnt.image, other.image], [1, 1])
  const hash = contentOf('').perceptualHash
  await giveStarter((await makeStarter(folder, [hash])).folder, giving, true)
  const [model] = store.models.list()
  if (!model) throw new Error('The project was given no starter.')
  expect(learntElsewhere(store, model)).toHaveLength(2)
  expect(describeModel(store, model.id).learntElsewhereHow).toMatch(/by hashes alone/)
  const probabilities = [0.1, 0.1, 0.6, 0.1, 0.1] as const
  const said = [learnt, other].map(({ image }) => ({ image, outOfFold: false, fold: null, probabilities }))
  store.predictions.put(model.id, said, now)

  await giveStarter((await makeStarter(folder, [hash], [learnt.text])).folder, giving, false)
  expect(learntElsewhere(store, model)).toEqual([contentOf('learnt').sha256])
  expect(describeModel(store, model.id).learntElsewhereHow).toBeNull()
  const unseen = store.predictions.forModel(model.id, { outOfFold: true })
  expect(unseen.map(({ image }) => image)).toEqual([other.image])
  expect(store.predictions.forModel(model.id, { outOfFold: false }).map(({ image }) => image)).toEqual([learnt.image])
})

it('what an earlier version saw of a photograph is seen anew, and is then compared once more', () => {
  const sourceId = store.images.upsertSource('/photographs', now)
  const content = contentOf('old')
  const file = { sourceId, relativePath: 'old.jpg', stem: 'old', content, patient: null, eye: null, modifiedMs: 1 }
  const image = store.images.add(file, now)
  store.copies.put([])
  expect([...store.images.seenBefore(sourceId)]).toEqual(['old.jpg'])
  const seen = { ...content, look: new Uint8Array(256), notes: ['The file has 2 pages; the first was read.'] }
  expect(store.images.add({ ...file, content: seen }, now)).toBe(image)
  expect(store.images.seenBefore(sourceId).size).toBe(0)
  expect(store.images.notesOf(sourceId)).toEqual([{ file: 'old.jpg', note: seen.notes[0] }])
  expect(store.images.get(image).notes).toEqual(seen.notes)
})
