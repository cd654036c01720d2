import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addImages, makeProject, now, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { Connection } from './connection.ts'
import { createProject, openProject } from './open.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

const coded = (code: string) => expect.objectContaining({ code })
const identity = { ...opening, name: 'Eyes', id: 'project-1' }

function tamper(folder: string, sql: string): void {
  const connection = new Connection(join(folder, 'project.sqlite'), 1000)
  connection.execute(sql)
  connection.close()
}

describe('a project on disk', () => {
  it('keeps its identity from one opening to the next', () => {
    const made = makeProject(place.folder)
    expect(made.project).toEqual({ id: 'project-1', name: 'Eyes', createdAt: now })
    made.close()
    const again = openProject(made.folder, opening)
    expect(again.project).toEqual(made.project)
    again.close()
  })

  it('runs with the settings that make a commit survive a power cut', () => {
    const store = makeProject(place.folder)
    expect(store.setting('journal_mode')).toBe('wal')
    expect(store.setting('synchronous')).toBe(2)
    expect(store.setting('foreign_keys')).toBe(1)
    expect(store.setting('fullfsync')).toBe(process.platform === 'darwin' ? 1 : 0)
    store.close()
  })

  it('has the folders of the house', () => {
    const store = makeProject(place.folder)
    store.close()
    const own = ['blobs', 'cache', 'exports', 'lease.count.json', 'lease.sqlite', 'project.sqlite']
    expect(readdirSync(store.folder).sort()).toEqual(own)
  })

  it('is not made where one is already, nor among other files', () => {
    const store = makeProject(place.folder)
    store.close()
    expect(() => createProject(store.folder, identity)).toThrow(coded('project_exists'))
    const full = join(place.folder, 'holiday')
    mkdirSync(full)
    writeFileSync(join(full, 'beach.jpg'), 'x')
    expect(() => createProject(full, identity)).toThrow(/is not empty/)
    expect(() => createProject(join(full, 'beach.jpg'), identity)).toThrow(coded('project_exists'))
    expect(readdirSync(full)).toEqual(['beach.jpg'])
  })

  it('can be made again where its making was cut short', () => {
    const folder = join(place.folder, 'cut.regrade')
    mkdirSync(folder)
    writeFileSync(join(folder, 'project.sqlite'), '')
    expect(() => openProject(folder, opening)).toThrow(
      expect.objectContaining({
        code: 'project_damaged',
        message: expect.stringMatching(/is empty \(0 bytes\).*Make/),
      }),
    )
    createProject(folder, identity).close()
    openProject(folder, opening).close()
  })

  it('keeps nothing of a file that a process was killed over, and every whole one', async () => {
    const made = makeProject(place.folder)
    const whole = await made.blobs.put(Buffer.from('model'))
    writeFileSync(join(made.blobs.folder, '.4c2f.part'), 'half a checkpoint')
    made.close()
    const again = openProject(made.folder, opening)
    expect(readdirSync(again.blobs.folder)).toEqual([whole.slice(0, 2)])
    expect(again.blobs.has(whole)).toBe(true)
    again.close()
  })

  it('is missing where there is no folder, no file, or a database of something else', () => {
    expect(() => openProject(join(place.folder, 'none'), opening)).toThrow(coded('project_missing'))
    expect(() => openProject(place.folder, opening)).toThrow(coded('project_missing'))
    tamper(place.folder, 'CREATE TABLE songs (title TEXT)')
    expect(() => openProject(place.folder, opening)).toThrow(coded('project_missing'))
  })

  it('is refused when a newer version wrote it, and left as it is', () => {
    const store = makeProject(place.folder)
    store.close()
    tamper(store.folder, 'PRAGMA user_version = 99')
    const before = readFileSync(join(store.folder, 'project.sqlite'))
    expect(() => openProject(store.folder, opening)).toThrow(/newer version of Regrade \(schema 99/)
    expect(readFileSync(join(store.folder, 'project.sqlite')).equals(before)).toBe(true)
  })

  it('is damaged where its file is no database', () => {
    const store = makeProject(place.folder)
    store.close()
    writeFileSync(join(store.folder, 'project.sqlite'), 'not a database, but long enough to look at'.repeat(200))
    expect(() => openProject(store.folder, opening)).toThrow(coded('project_damaged'))
  })

  it('is looked through, and found damaged, after a holder that never closed it', () => {
    const store = makeProject(place.folder)
    addImages(store, 500)
    store.close()
    const file = join(store.folder, 'project.sqlite')
    const bytes = readFileSync(file)
    bytes.fill(0xa5, bytes.length - 40_000, bytes.length - 20_000)
    writeFileSync(file, bytes)
    writeFileSync(join(store.folder, 'lease.json'), '{}')
    expect(() => openProject(store.folder, opening)).toThrow(coded('project_damaged'))
  })

  it('is damaged where its file was cut short', () => {
    const store = makeProject(place.folder)
    addImages(store, 500)
    store.close()
    truncateSync(join(store.folder, 'project.sqlite'), 8192)
    expect(() => openProject(store.folder, opening)).toThrow(coded('project_damaged'))
  })

  it('is refused on a network folder, before anything is written there', () => {
    const folder = join(place.folder, 'far.regrade')
    expect(() => createProject(folder, { ...identity, networkFileSystem: () => 'cifs' })).toThrow(
      coded('project_on_network'),
    )
    expect(readdirSync(folder)).toEqual([])
  })
})
