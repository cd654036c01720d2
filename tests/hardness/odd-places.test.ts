import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Workstation } from '#workstation/workstation.ts'
import { regradeHere } from '../integration/command-line.ts'
import { temporaryFolder, testWorkstation, writeMadePhotographs } from '../integration/made-project.ts'

const { folder, remove } = temporaryFolder()
const at = (name: string) => join(folder, name)
const project = at('odd.regrade')
const server = createServer()
let workstation: Workstation

beforeAll(async () => {
  if (process.platform === 'win32') return
  await writeMadePhotographs(folder, 2)
  for (const ending of ['', '.csv', '.onnx', '.safetensors', '.json', '.jpg'])
    execFileSync('mkfifo', [at(`pipe${ending}`)])
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve))
  mkdirSync(at('folder'))
  writeFileSync(at('large'), '')
  truncateSync(at('large'), 5e9)
  workstation = await testWorkstation(folder)
  await workstation.client.projects.create({ folder: project, name: 'Odd' })
})
afterAll(async () => {
  await workstation?.close()
  server.close()
  await remove()
})

const model = (file: string) => ['model', 'step', '--file', file, '--input', file, '--output', at('out')]
const build = (file: string) => [
  'model',
  'build',
  '--architecture',
  'resnet-50',
  '--weights',
  file,
  '--output',
  at('out'),
]
const quality = (file: string) => ['quality', file]
const enhance = (file: string) => ['enhance', '--operation', 'clahe', '--input', file, '--output', at('out.png')]
const numbers = (file: string) => ['stats', 'kappa', '--input', file]

describe.skipIf(process.platform === 'win32')('what is no file on disk is not waited for', () => {
  it.each<[string, (file: string) => string[], string]>([
    ['a model', model, 'pipe.onnx'],
    ['weights', build, 'pipe.safetensors'],
    ['a photograph to measure', quality, 'pipe.jpg'],
    ['a photograph to enhance', enhance, 'pipe.jpg'],
    ['numbers', numbers, 'pipe.json'],
  ])('by a command that wants %s', async (_what, words, pipe) => {
    for (const [name, why] of [
      [pipe, 'it is a named pipe'],
      ['socket', 'it is a socket'],
      ['/dev/zero', 'it is a device'],
      ['large', 'has 5.0 GB, and up to'],
    ] as const) {
      const { code, err } = await regradeHere(words(name.startsWith('/') ? name : at(name)), { home: folder })
      expect(err).toContain(why)
      expect(code).not.toBe(0)
    }
  })

  it('by the window and its host', async () => {
    const { client } = workstation
    for (const file of ['pipe.csv', 'socket', 'large'].map(at)) {
      const request = { imagesFolder: at('photographs'), labelsFile: file }
      await expect(client.imports.preview(request)).rejects.toMatchObject({ code: 'labels_unreadable' })
    }
    for (const file of ['pipe.onnx', 'pipe.safetensors', 'pipe', 'large'].map(at)) {
      const architecture = file.endsWith('safetensors') ? 'resnet-50' : undefined
      await expect(client.models.import({ file, architecture })).rejects.toMatchObject({
        ...{ code: 'not_found', message: expect.stringMatching(/named pipe|5\.0 GB/) },
      })
    }
    const request = {
      recipe: 'quick',
      set: { start: at('pipe.safetensors'), architecture: 'resnet-50' },
      runtime: 'cpu' as const,
    }
    await expect(client.training.start(request)).rejects.toThrow('it is a named pipe')
  })

  it('by a command that takes a recipe', async () => {
    await workstation.client.projects.close()
    const { err } = await regradeHere(['train', project, '--recipe', at('pipe.json')], { home: folder })
    expect(err).toContain('it is a named pipe')
  })
})

describe('a table of many rows', () => {
  it('is read beside the workstation, which goes on answering', async () => {
    const rows = Array.from({ length: 60_000 }, (_, row) => `${row}_left,${row % 5}`)
    writeFileSync(at('many.csv'), ['image,level', ...rows, ''].join('\n'))
    let turns = 0
    const timer = setInterval(() => turns++, 5)
    const preview = await workstation.client.imports.preview({
      ...{ imagesFolder: at('photographs'), labelsFile: at('many.csv') },
    })
    clearInterval(timer)
    expect(preview.rows).toBe(60_000)
    // In one piece it would leave a turn or two, before and after.
    expect(turns).toBeGreaterThan(15)
  })
})
