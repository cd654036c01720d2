import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regrade } from './command-line.ts'
import { temporaryFolder, testWorkstation } from './made-project.ts'

let place: ReturnType<typeof temporaryFolder>
let workstation: Workstation
beforeEach(async () => {
  place = temporaryFolder()
  workstation = await testWorkstation(place.folder)
})
afterEach(async () => {
  await workstation.close()
  await place.remove()
})

const client = () => workstation.client

it('a project is made only where its folder is to lie in one that is there, or after a question', async () => {
  const folder = join(place.folder, 'nowhere', 'deep', 'eyes.regrade')
  const asked = client().projects.create({ folder, name: 'Eyes' })
  await expect(asked).rejects.toMatchObject({
    ...{ code: 'folder_missing', data: { folder: join(place.folder, 'nowhere', 'deep') } },
    message: expect.stringMatching(/There is no folder .*deep yet/),
  })
  expect(existsSync(join(place.folder, 'nowhere'))).toBe(false)
  expect(await client().projects.create({ folder, name: 'Eyes', createFolders: true })).toMatchObject({ folder })
})

it('a folder that lies in a file is refused', async () => {
  writeFileSync(join(place.folder, 'file'), '')
  const folder = join(place.folder, 'file', 'eyes.regrade')
  const made = client().projects.create({ folder, name: 'Eyes', createFolders: true })
  await expect(made).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('is no folder') })
})

it('no path of a window is taken from where the host was started', async () => {
  const { projects, imports, exports, models, training } = client()
  await projects.create({ folder: join(place.folder, 'eyes.regrade'), name: 'Eyes' })
  const images = join(place.folder, 'photographs')
  const labels = join(place.folder, 'labels.csv')
  const refused = [
    projects.create({ folder: 'other.regrade', name: 'Other' }),
    projects.create({ folder: '~/other.regrade', name: 'Other' }),
    projects.create({ folder: join(place.folder, 'other.'), name: 'Other' }),
    projects.open({ folder: 'eyes.regrade' }),
    imports.preview({ imagesFolder: 'photographs', labelsFile: labels }),
    imports.start({ imagesFolder: 'photographs', labelsFile: labels }),
    imports.start({ imagesFolder: images, labelsFile: '~/labels.csv' }),
    exports.write({ format: 'csv', output: 'grades.csv' }),
    models.import({ file: 'weights.onnx' }),
    training.start({ recipe: 'quick', set: { start: 'weights.safetensors' } }),
  ]
  for (const one of refused) {
    await expect(one).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(/[a-z]/) })
  }
})

it('a terminal makes a project where its user is, and folders above it where told to', async () => {
  mkdirSync(join(place.folder, 'here'))
  const run = (...words: string[]) => regrade(['init', ...words, '--json'], { home: place.folder })
  expect(document(await run('eyes.regrade'))).toMatchObject({ project: join(place.folder, 'eyes.regrade') })
  const missing = await run('there/eyes.regrade')
  expect([missing.code, document(missing)]).toMatchObject([
    1,
    { error: { code: 'folder_missing', message: expect.stringContaining('--parents') } },
  ])
  expect(existsSync(join(place.folder, 'there'))).toBe(false)
  expect((await run('there/eyes.regrade', '--parents')).code).toBe(0)
})
