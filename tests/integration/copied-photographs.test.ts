import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { decodeImage } from '#imaging/decode.ts'
import { encodeJpeg } from '#imaging/encode.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { ended, smallStart, temporaryFolder, testWorkstation } from './made-project.ts'

const { folder, remove } = temporaryFolder()
let workstation: Workstation

/** Photographs of a set without patients, and copies of lower quality in another folder, as another clinic might send them. */
beforeAll(async () => {
  await Promise.all(['own', 'copies'].map((name) => mkdir(join(folder, name))))
  const lines = ['image,level']
  for (const { photograph, givenGrade } of makeDataset({ count: 40, size: 256, seed: 'copies' })) {
    const name = `eye${lines.length}`
    lines.push(`${name},${givenGrade}`)
    const bytes = Buffer.from(await encodeJpeg(makePhotograph(photograph)))
    await writeFile(join(folder, 'own', `${name}.jpg`), bytes)
    await writeFile(join(folder, 'copies', `${name}.jpg`), await encodeJpeg(await decodeImage(bytes), 70))
  }
  await writeFile(join(folder, 'labels.csv'), lines.join('\n'))
  workstation = await testWorkstation(folder)
  await workstation.client.projects.create({ folder: join(folder, 'made.regrade'), name: 'Made' })
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

const importFrom = async (name: string, labelSet: string) => {
  const request = { imagesFolder: join(folder, name), labelsFile: join(folder, 'labels.csv'), labelSet }
  await ended(workstation, await workstation.client.imports.start(request))
}

it('a copy of other bytes is in the group of its photograph: seen with it, and locked away with it', async () => {
  const { training, models } = workstation.client
  await importFrom('own', 'own')
  const set = { ...smallStart(folder), size: 32, batch: 8, folds: 0, epochs: 1 }
  const first = await ended(workstation, await training.start({ recipe: 'quick', set }))
  const model = (await training.run({ run: first.id })).model as ModelId
  const { train = 0, validation = 0, holdOut = 0 } = (await models.card({ model })).data ?? {}
  expect(holdOut).toBeGreaterThan(4)
  const unseen = 40 - train - validation
  await importFrom('copies', 'copies')
  await ended(workstation, await models.score({ model }))
  expect((await models.evaluate({ model, split: 'out-of-fold', labelSet: 'own' })).n).toBe(unseen)
  expect((await models.evaluate({ model, split: 'out-of-fold', labelSet: 'copies' })).n).toBe(unseen)
  expect((await models.evaluate({ model, split: 'all', labelSet: 'copies' })).n).toBe(40)

  const copyOf = `SELECT id FROM images WHERE split IS NULL AND stem IN
    (SELECT stem FROM images WHERE split = 'hold-out') LIMIT 1`
  const db = new DatabaseSync(join(folder, 'made.regrade', 'project.sqlite'), { readOnly: true })
  const { id } = db.prepare(copyOf).get() as { id: ImageId }
  const { reading } = await workstation.client.review.grade({ image: id, grader: 'Ana', decision: 2 })
  expect(reading.phase).toBe('revealed')
  await ended(workstation, await training.start({ recipe: 'quick', set }))
  expect(db.prepare('SELECT split FROM images WHERE id = ?').get(id)).toEqual({ split: 'hold-out' })
  db.close()
})
