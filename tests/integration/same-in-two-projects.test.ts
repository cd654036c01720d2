import { mkdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { sha256 } from '#imaging/hash.ts'
import { ended, smallStart, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const { folder, remove } = temporaryFolder()
afterAll(remove)

it('two projects that have the same photographs, in another order and from elsewhere, train the same model', async () => {
  const items = await writeMadePhotographs(folder, 26, 40)
  const all = join(folder, 'photographs')
  const labelsFile = join(folder, 'labels.csv')
  const set = { ...smallStart(folder), size: 32, epochs: 1, folds: 2, batch: 4, stochasticDepth: 0.2 }

  const trained = async (name: string, imageFolders: readonly string[]) => {
    const home = join(folder, name)
    await mkdir(home)
    const workstation = await testWorkstation(home)
    try {
      const { client } = workstation
      await client.projects.create({ folder: join(home, `${name}.regrade`), name })
      for (const imagesFolder of imageFolders) {
        await ended(workstation, await client.imports.start({ imagesFolder, labelsFile }))
      }
      const run = await ended(workstation, await client.training.start({ recipe: 'quick', set, runtime: 'cpu' }))
      const { model } = await client.training.run({ run: run.id })
      if (!model) throw new Error('No model was made.')
      const { file } = await client.models.save({ model })
      const { suspects } = await client.looking.suspects({ limit: 26 })
      const { images } = await client.review.queue({ order: 'name', grader: 'Reader' })
      return { file: sha256(await readFile(file)), images, scores: suspects.map(({ score }) => score).sort() }
    } finally {
      await workstation.close()
    }
  }

  const once = await trained('once', [all])
  // A patient's two photographs stay together: of two folders they would be two patients.
  const later = join(folder, 'later')
  await mkdir(later)
  const patientOf = (photograph: string) => photograph.replace(/_.*$/, '')
  const patients = [...new Set(items.map((item) => patientOf(item.name)))]
  const first = new Set(patients.slice(0, patients.length / 2))
  for (const { name } of items) {
    if (first.has(patientOf(name))) await rename(join(all, `${name}.jpeg`), join(later, `${name}.jpeg`))
  }
  const inParts = await trained('in-parts', [all, later])
  expect(inParts.file).toBe(once.file)
  expect(inParts.scores).toEqual(once.scores)
  // They were not counted alike, or nothing would be shown.
  expect(inParts.images).not.toEqual(once.images)
})
