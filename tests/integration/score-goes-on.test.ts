import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
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
  store.embeddings.put(
    model,
    images.slice(0, 5).map((image) => ({ image, vector: new Array<number>(24).fill(image) })),
  )
  store.models.promote(model, '2020-01-01T00:00:02.000Z')
  store.close()

  const said = async (here: Workstation, image: ImageId) =>
    (await here.client.review.photograph({ image })).prediction?.probabilities
  await reopened(project, async (here) => {
    const { client } = here
    expect((await client.jobs.get({ run })).state).toBe('interrupted')
    const goesOn = await ended(here, await client.models.score({ model }))
    expect(await client.models.scored({ run: goesOn.id })).toMatchObject({ images: 12 })
    for (const [index, image] of images.entries()) {
      if (index < 5) expect(await said(here, image)).toEqual(certain)
      else expect(await said(here, image)).not.toEqual(certain)
    }
  })
  const between = openProject(project, { version: '0.0.0', now: new Date().toISOString() })
  expect([...between.embeddings.directions(model).keys()]).toEqual(images)
  between.close()
  await reopened(project, async (here) => {
    await ended(here, await here.client.models.score({ model }))
    for (const image of images) expect(await said(here, image)).not.toEqual(certain)
  })
})

type Workstation = Awaited<ReturnType<typeof testWorkstation>>

async function reopened(project: string, work: (here: Workstation) => Promise<void>): Promise<void> {
  const here = await testWorkstation(folder)
  try {
    await here.client.projects.open({ folder: project })
    await work(here)
  } finally {
    await here.close()
  }
}
