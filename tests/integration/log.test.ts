import { readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Workstation } from '../../src/workstation/workstation.ts'
import { regradeHere } from './command-line.ts'
import { ended, killComputeProcesses, temporaryFolder, testWorkstation, writeMadePhotographs } from './made-project.ts'

describe('the log of a workstation', () => {
  const { folder, remove } = temporaryFolder()
  const photographs = join(folder, 'photographs')
  let workstation: Workstation

  /** The photographs of one patient, whose name is in every path and file. */
  beforeAll(async () => {
    const [item] = await writeMadePhotographs(folder, 1, 64)
    renameSync(join(photographs, `${item?.name}.jpeg`), join(photographs, 'Quillfeather_Ada_left.jpeg'))
    renameSync(photographs, join(folder, 'Quillfeather'))
    workstation = await testWorkstation(folder)
    const { client } = workstation
    await client.projects.create({ folder: join(folder, 'Quillfeather.regrade'), name: 'Quillfeather' })
    await ended(workstation, await client.imports.start({ imagesFolder: join(folder, 'Quillfeather') }))
  }, 60_000)

  afterAll(async () => {
    await workstation.close()
    await remove()
  })

  const text = () => readFileSync(join(folder, 'settings', 'log', 'regrade.log'), 'utf8')

  it('has what failed in the background, with its cause, and names neither patient nor path', async () => {
    rmSync(join(folder, 'Quillfeather', 'Quillfeather_Ada_left.jpeg'))
    rmSync(join(folder, 'Quillfeather.regrade', 'cache'), { recursive: true, force: true })
    const answer = await workstation.pixels(new Request('http://regrade/pixels/images/1/thumbnail'))
    expect(answer.status).toBe(404)
    expect(text()).toMatch(/warn {2}A photograph could not be drawn\.\n {2}because AppError image_unreadable at src/)
    expect(text()).toMatch(/because \w+ (ENOENT|not_found)/)

    const run = await workstation.client.jobs.get({ run: (await startTraining()).id })
    await expect(ended(workstation, run)).rejects.toThrow()
    expect(text()).toMatch(/error Run r\d+ \(train\) failed\.\n {2}because AppError \w+ at src/)
    expect(text()).not.toMatch(/quillfeather|_ada|\/tmp/i)
  })

  it('has the death of a compute process', async () => {
    await killComputeProcesses()
    await expect.poll(text).toContain('A compute process has ended that nobody had ended.')
  })

  it('is shown through the contract', async () => {
    const { entries } = await workstation.client.system.log({ level: 'error' })
    expect(entries.some(({ level, text }) => level === 'error' && /^Run r\d+ \(train\) failed\./.test(text))).toBe(true)
    const all = (await workstation.client.system.log({})).entries
    expect(all[0]?.text).toMatch(/^Regrade test \(browser\) has started on Node 24/)
  })

  const startTraining = () => workstation.client.training.start({ recipe: 'quick', set: {} })
})

describe('regrade log', () => {
  let home: ReturnType<typeof temporaryFolder>
  beforeEach(() => {
    home = temporaryFolder()
  })
  afterEach(() => home.remove())

  it('prints the last entries, where they lie, and those of a level', async () => {
    const options = { home: home.folder, starter: join(home.folder, 'Quillfeather') }
    expect((await regradeHere(['log'], options)).out).toBe('Nothing has failed that was logged.\n')
    await regradeHere(['init', join(home.folder, 'a.regrade'), '--name', 'A'], options)

    const { out } = await regradeHere(['log'], options)
    expect(out).toMatch(
      / warn {2}The project could not be given the model that comes with the application\.\n {2}because /,
    )
    expect(out).not.toMatch(/quillfeather/i)
    const path = join(home.folder, 'config', 'Regrade', 'log', 'regrade.log')
    expect((await regradeHere(['log', '--path'], options)).out).toBe(`${path}\n`)
    expect((await regradeHere(['log', '--level', 'error'], options)).out).toBe('Nothing has failed that was logged.\n')

    const document = JSON.parse((await regradeHere(['log', '--json', '--lines', '1'], options)).out)
    expect(document).toMatchObject({ path, entries: [{ level: 'warn' }] })
    expect((await regradeHere(['log', '--level', 'all'], options)).code).toBe(2)
  })
})
