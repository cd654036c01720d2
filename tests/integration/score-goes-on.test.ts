import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openProject } from '#store/open.ts'
import { ended, importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

/** What no network says. */
const certain = [1, 0, 0, 0, 0] as const

it('a scoring that was cut off goes on where it was when it is asked for again, and the next one starts anew', async () => {
  await writeMadePhotographs(folder, 12, 48)
  const before = await testWorkstation(folder)
  await importMadePhotographs(before, folder)
  const file = join(folder, 'colleague.onnx')
  copyFileSync(join(import.meta.dirname, '..', 'fixtures', 'onnx', 'residual-training.onnx'), file)
  const { id: model } = await before.client.models.import({ file, size: 32 })
  const project = (await before.client.projects.current())?.folder ?? ''
  await before.close()

  const store = openProject(project, { version: '0.0.0', now: new Date().toISOString() })
  const run = store.runs.create('score', { model }, '2020-01-01T00:00:00.000Z')
  store.runs.setState(run, 'running', '2020-01-01T00:00:00.000Z')
  const images = store.images.all().map(({ image }) => image)
  const rows = images
    .slice(0, 5)
    .map((image) => ({ image, outOfFold: true, fold: null, probabilities: [...certain] as typeof certain }))
  store.predictions.put(model, rows, '2020-01-01T00:00:01.000Z')
  store.close()

  const here = await testWorkstation(folder)
  try {
    const { client } = here
    await client.projects.open({ folder: project })
    expect((await client.jobs.get({ run })).state).toBe('interrupted')
    const said = async (image: (typeof images)[number]) =>
      (await client.review.photograph({ image })).prediction?.probabilities
    const goesOn = await ended(here, await client.models.score({ model }))
    expect(await client.models.scored({ run: goesOn.id })).toMatchObject({ images: 12 })
    for (const [index, image] of images.entries()) {
      if (index < 5) expect(await said(image)).toEqual(certain)
      else expect(await said(image)).not.toEqual(certain)
    }
    await ended(here, await client.models.score({ model }))
    for (const image of images) expect(await said(image)).not.toEqual(certain)
  } finally {
    await here.close()
  }
  const after = openProject(project, { version: '0.0.0', now: new Date().toISOString() })
  const embeddings = after.embeddings.forModel(model)
  after.close()
  expect(embeddings.size).toBe(12)
  for (const vector of embeddings.values()) expect(Math.hypot(...vector)).toBeCloseTo(127, -1)
})
