import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeTrained } from '#learning/models/model-file.ts'
import { smallGrader } from '#learning/testing/small-model.ts'
import { initialParameters } from '#nn/parameters.ts'
import { document, regradeHere } from './command-line.ts'
import { importMadePhotographs, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

const place = temporaryFolder()
const project = join(place.folder, 'made.regrade')
let names: string[]
beforeAll(async () => {
  names = (await writeMadePhotographs(place.folder, 5)).map(({ name }) => name)
  const file = join(place.folder, 'untrained.onnx')
  await writeFile(file, encodeTrained(smallGrader, initialParameters(smallGrader, 1)))
  const workstation = await testWorkstation(place.folder)
  await importMadePhotographs(workstation, place.folder)
  await workstation.client.models.import({ file })
  await workstation.close()
})
afterAll(place.remove)

const explain = async (...words: string[]) =>
  document(await regradeHere(['explain', project, ...words, '--json'], { home: place.folder }))
const damage = async (name: string) => await writeFile(join(place.folder, 'photographs', `${name}.jpeg`), 'no picture')

it('writes a map of every photograph that can be read, and does not make it a second time', async () => {
  const [damaged = '', ...readable] = names
  await damage(damaged)
  const output = join(place.folder, 'maps')
  const first = await explain('--all', '--grade', '2', '--output', output)
  const explained = readable.map((image) =>
    expect.objectContaining({ image, grade: 2, file: join(output, `${image}.png`) }),
  )
  expect(first).toMatchObject({ unreadable: [{ image: damaged, reason: expect.stringContaining(damaged) }] })
  expect(first.maps).toHaveLength(readable.length)
  expect(first.maps).toEqual(expect.arrayContaining(explained))
  const [one = ''] = readable
  const png = await readFile(join(output, `${one}.png`))
  expect(png.subarray(1, 4).toString()).toBe('PNG')

  // With the photographs gone, what was made before is all there can be.
  for (const name of readable) await damage(name)
  const again = join(place.folder, 'again')
  const second = await explain('--all', '--grade', '2', '--output', again)
  expect(second.maps).toHaveLength(readable.length)
  expect(await readFile(join(again, `${one}.png`))).toEqual(png)
})

it('takes several layers, and names those there are where one is unknown', async () => {
  await writeMadePhotographs(place.folder, 5)
  const { error } = await explain('--image', names[0] ?? '', '--layer', 'unheard-of')
  const { layers } = (error as { details: { layers: string[] } }).details
  const [fine = '', coarse = ''] = layers.slice(-2)
  const found = await explain('--image', names[0] ?? '', '--layer', `${fine}, ${coarse}`)
  expect(found).toMatchObject({ layer: `${fine},${coarse}` })
})

it.each([
  [['--all'], 'usage'],
  [['--all', '--image', 'one', '--output', 'maps'], 'usage'],
  [[], 'usage'],
  [['--image', 'one', '--layer', 'a,,b'], 'usage'],
])('refuses %o', async (words, code) => {
  expect((await explain(...words)).error).toMatchObject({ code })
})
