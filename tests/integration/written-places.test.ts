import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ModelId } from '#shared/ids.ts'
import { page } from '#workstation/caller.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { document, regradeHere } from './command-line.ts'
import {
  importMadePhotographs,
  smallStart,
  temporaryFolder,
  testWorkstation,
  writeMadePhotographs,
} from './made-project.ts'

const { folder: made, remove } = temporaryFolder()
const home = realpathSync(made)
const at = (...parts: string[]) => join(home, ...parts)
const project = at('made.regrade')
const photograph = () => at('photographs', readdirSync(at('photographs'))[0] ?? '')
let workstation: Workstation
let model: ModelId
let label: string

beforeAll(async () => {
  await writeMadePhotographs(home, 4, 48)
  workstation = await testWorkstation(home)
  await workstation.client.projects.create({ folder: at('other.regrade'), name: 'Other' })
  await importMadePhotographs(workstation, home)
  const { start } = smallStart(home)
  model = (await workstation.client.models.import({ file: start })).id
  label = readFileSync(at('labels.csv'), 'utf8')
  mkdirSync(at('out'))
  symlinkSync(join(project, 'project.sqlite'), at('out', 'link.csv'))
})
afterAll(async () => {
  await workstation.close()
  await remove()
})

const places = {
  'the open project': () => join(project, 'project.sqlite'),
  'another file in the open project': () => join(project, 'new.csv'),
  'another project': () => at('other.regrade', 'project.sqlite'),
  'a photograph': photograph,
  'a new file among the photographs': () => at('photographs', 'new.csv'),
  'a link to the open project': () => at('out', 'link.csv'),
}
const methods = {
  'exports.write': (file: string) => workstation.client.exports.write({ format: 'csv', output: file, force: true }),
  'training.saveRecipe': (file: string) => workstation.client.training.saveRecipe({ file, force: true }),
  'models.save': (file: string) => workstation.client.models.save({ model, file, force: true }),
}
const cases = Object.keys(methods).flatMap((method) => Object.keys(places).map((place) => [method, place] as const))

describe('what is written', () => {
  it.each(cases)('%s never goes over %s', async (method, place) => {
    const file = places[place as keyof typeof places]()
    const before = existsSync(file) ? readFileSync(file) : null
    const written = methods[method as keyof typeof methods](file)
    const message = expect.stringMatching(/in the project|among the photographs/)
    await expect(written).rejects.toMatchObject({ code: 'usage', message })
    expect(existsSync(file) ? readFileSync(file) : null).toEqual(before)
  })

  it.each(Object.keys(methods))(
    '%s goes over a file only where that was meant, and leaves nothing beside it',
    async (method) => {
      const file = at('out', `${method}.txt`)
      const { client } = workstation
      const write = {
        'exports.write': (force?: boolean) => client.exports.write({ format: 'csv', output: file, force }),
        'training.saveRecipe': (force?: boolean) => client.training.saveRecipe({ file, force }),
        'models.save': (force?: boolean) => client.models.save({ model, file, force }),
      }[method as keyof typeof methods]
      writeFileSync(file, 'mine')
      await expect(write()).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('is there already'),
      })
      expect(readFileSync(file, 'utf8')).toBe('mine')
      await write(true)
      expect(readFileSync(file, 'utf8')).not.toBe('mine')
      expect(readdirSync(at('out')).filter((name) => name.endsWith('.part'))).toEqual([])
    },
  )

  it('goes into the project’s exports under a name of its own where none was named', async () => {
    const [one, two] = [
      await workstation.client.exports.write({ format: 'csv' }),
      await workstation.client.exports.write({ format: 'csv' }),
    ]
    expect([one.files, two.files]).toEqual([
      [join(project, 'exports', 'grades.csv')],
      [join(project, 'exports', 'grades-2.csv')],
    ])
  })

  it('by a page goes where it was chosen to go, once, and to no path that it names', async () => {
    const { exports, training, models, system } = createRouterClient(workstation.router, { context: page })
    const file = at('out', 'page.csv')
    for (const named of [
      exports.write({ format: 'csv', output: file }),
      training.saveRecipe({ file }),
      models.save({ model, file }),
    ]) {
      await expect(named).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('names no file') })
    }
    expect(existsSync(file)).toBe(false)
    const chosen = await system.chooseTarget({ folder: at('out'), name: 'page.csv' })
    expect(chosen).toMatchObject({ path: file, exists: false })
    const write = () => exports.write({ format: 'csv', target: chosen.handle ?? '' })
    expect((await write()).files).toEqual([file])
    await expect(write()).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('Choose it again') })
    const again = { folder: at('out'), name: 'page.csv' }
    expect(await system.chooseTarget(again)).toMatchObject({ exists: true, handle: null })
    const { handle } = await system.chooseTarget({ ...again, replace: true })
    expect((await exports.write({ format: 'audit', target: handle ?? '' })).files).toEqual([file])
  })

  it.each([
    ['made.regrade', 'x.csv', /in the project/],
    ['photographs', 'x.csv', /among the photographs/],
    ['out', '../x.csv', /no name/],
    ['out', 'x.sh', /no name/],
    ['out', '.x.csv', /no name/],
    ['nowhere', 'x.csv', /no folder/],
    ['.config', 'x.csv', /hidden/],
  ])('a page can choose no file in %s called %s', async (folder, name, message) => {
    mkdirSync(at('.config'), { recursive: true })
    const { system } = createRouterClient(workstation.router, { context: page })
    const chosen = system.chooseTarget({ folder: at(folder), name, replace: true })
    await expect(chosen).rejects.toMatchObject({ message: expect.stringMatching(message) })
  })

  it('in a dialog of the shell is the shell’s own choice, which may replace a file', async () => {
    const { exports } = createRouterClient(workstation.router, { context: page })
    writeFileSync(at('out', 'shell.csv'), 'mine')
    const target = workstation.chooseTarget(at('out', 'shell.csv'))
    expect((await exports.write({ format: 'csv', target })).files).toEqual([at('out', 'shell.csv')])
    expect(() => workstation.chooseTarget(photograph())).toThrow(/among the photographs/)
  })

  it('a new project lies in another one at most among its exports', async () => {
    const inside = workstation.client.projects.create({
      folder: join(project, 'exports', 'in.regrade'),
      name: 'In',
      createFolders: true,
    })
    await expect(inside).resolves.toBeDefined()
    await workstation.client.projects.open({ folder: project })
    const among = workstation.client.projects.create({
      folder: join(project, 'blobs', 'in.regrade'),
      name: 'In',
      createFolders: true,
    })
    await expect(among).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('in the project') })
  })
})

describe('from the command line', () => {
  const run = (...words: string[]) => regradeHere([...words, '--json'], { home })

  it.each([
    ['enhance', () => ['enhance', '--operation', 'clahe', '--input', photograph()], '--output', 'png'],
    [
      'model build',
      () => ['model', 'build', '--architecture', 'efficientnet-b0', '--phi', '-8', '--size', '32'],
      '--output',
      'onnx',
    ],
  ] as const)('%s writes over nothing without --force, and into no project', async (name, words, option, ending) => {
    const file = at('out', `${name}.${ending}`)
    writeFileSync(file, 'mine')
    const refused = await run(...words(), option, file)
    expect([refused.code, document(refused)]).toMatchObject([1, { error: { code: 'conflict' } }])
    expect(readFileSync(file, 'utf8')).toBe('mine')
    expect((await run(...words(), option, file, '--force')).code).toBe(0)
    expect(readFileSync(file, 'utf8')).not.toBe('mine')
    const inProject = await run(...words(), option, join(project, `x.${ending}`), '--force')
    expect(document(inProject)).toMatchObject({ error: { message: expect.stringContaining('in the project') } })
  })

  it('enhance never writes over the photograph that it reads', async () => {
    const before = readFileSync(photograph())
    const refused = await run(
      'enhance',
      '--operation',
      'clahe',
      '--input',
      photograph(),
      '--output',
      photograph(),
      '--force',
    )
    expect(document(refused)).toMatchObject({ error: { message: expect.stringContaining('the photograph itself') } })
    expect(readFileSync(photograph())).toEqual(before)
  })

  it('a project from elsewhere writes its labels into no folder but its exports', async () => {
    const elsewhere = at('elsewhere')
    mkdirSync(elsewhere)
    await workstation.client.projects.create({ folder: join(elsewhere, 'their.regrade'), name: 'Theirs' })
    const importing = ['--images', at('photographs'), '--labels', at('labels.csv')]
    await workstation.client.projects.open({ folder: project })
    expect((await run('import', join(elsewhere, 'their.regrade'), ...importing)).code).toBe(0)
    const database = new Database(join(elsewhere, 'their.regrade', 'project.sqlite'))
    database.prepare("UPDATE label_sets SET file_name = '../../x.csv'").run()
    database.close()
    const exported = document(await run('export', join(elsewhere, 'their.regrade')))
    expect(exported).toMatchObject({ files: [join(elsewhere, 'their.regrade', 'exports', 'x.csv')] })
    expect(existsSync(join(elsewhere, 'x.csv'))).toBe(false)
    expect(readFileSync(join(elsewhere, 'their.regrade', 'exports', 'x.csv'), 'utf8')).toBe(label)
  })
})
