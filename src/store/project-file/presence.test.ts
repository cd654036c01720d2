import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, decide, makeProject, now, opening, temporaryFolder } from '../../../tests/store/made-project.ts'
import { createProject, openProject } from '../open.ts'

let place: ReturnType<typeof temporaryFolder>
let folder: string
let file: string
beforeEach(() => {
  place = temporaryFolder()
  const store = makeProject(place.folder)
  const [image] = addImages(store, 1) as [ImageId]
  store.transaction(() => store.readings.append(decide(image, 2), now))
  folder = store.folder
  file = join(folder, 'project.sqlite')
  store.close()
})
afterEach(() => place.remove())

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })
const identity = { ...opening, name: 'Eyes', id: 'project-2' }

function keepBackup(): void {
  mkdirSync(join(folder, 'backups'))
  copyFileSync(file, join(folder, 'backups', 'kept.sqlite'))
  writeFileSync(join(folder, 'backups', 'notes.sqlite'), 'no database')
}

const none = /There is no backup of it in its folder\. Keep the folder as it is, and look for an older/
const one =
  /The newest backup is backups\/kept\.sqlite of \d{4}-\d\d-\d\d \d\d:\d\d UTC with 1 reading\. To go back to it/

describe('a project file that is of no use', () => {
  it('is not said to have a backup where it has none, and is with date and readings where it has', () => {
    truncateSync(file, 8192)
    expect(() => openProject(folder, opening)).toThrow(failure('project_damaged', none))
    rmSync(file)
    cpSync(join(makeOther(), 'project.sqlite'), file)
    keepBackup()
    truncateSync(file, 8192)
    expect(() => openProject(folder, opening)).toThrow(failure('project_damaged', one))
  })

  it('is damaged and not missing where it was emptied, and its write-ahead log stays', () => {
    keepBackup()
    truncateSync(file, 0)
    writeFileSync(`${file}-wal`, 'what was decided last')
    expect(() => openProject(folder, opening)).toThrow(
      failure('project_damaged', /project\.sqlite is empty \(0 bytes\): something has emptied it\. The newest backup/),
    )
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what was decided last')
  })

  it('is missed where it is gone, and no new one is made over what is left', () => {
    keepBackup()
    rmSync(file)
    expect(() => openProject(folder, opening)).toThrow(
      failure('project_missing', /is no longer in .*The newest backup/),
    )
    expect(() => createProject(folder, identity)).toThrow(failure('project_exists', /what is left of a project/))
    expect(existsSync(file)).toBe(false)
  })

  it('is named where it is a folder, or the way to it leads through a file', () => {
    rmSync(file)
    mkdirSync(file)
    expect(() => openProject(folder, opening)).toThrow(failure('project_damaged', /is a folder, and a file is wanted/))
    writeFileSync(join(place.folder, 'text'), '')
    expect(() => openProject(join(place.folder, 'text'), opening)).toThrow(failure('project_missing', /no Regrade/))
  })

  function makeOther(): string {
    const store = makeProject(join(place.folder, 'other'))
    const [image] = addImages(store, 500) as [ImageId]
    store.transaction(() => store.readings.append(decide(image, 2), now))
    store.close()
    return store.folder
  }
})

describe('a broken lease', () => {
  it.each(['not a database, but long enough to be looked at. '.repeat(100), 'short'])(
    'is made anew, and holds',
    (content) => {
      writeFileSync(join(folder, 'lease.sqlite'), content)
      const store = openProject(folder, opening)
      expect(() => openProject(folder, opening)).toThrow(failure('project_locked', /held by this program itself/))
      expect(store.readings.count()).toBe(1)
      store.close()
    },
  )
})
