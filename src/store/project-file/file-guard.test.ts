import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, decide, makeProject, now, opening, temporaryFolder } from '../../../tests/store/made-project.ts'
import { Connection } from '../connection.ts'
import { openProject } from '../open.ts'
import type { ProjectStore } from '../project-store.ts'
import { findBackups } from './backups.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let image: ImageId
let file: string

beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  ;[image] = addImages(store, 1) as [ImageId]
  file = join(store.folder, 'project.sqlite')
})
afterEach(() => place.remove())

const grade = () => store.transaction(() => store.readings.append(decide(image, 2), now))

function gradeTimes(times: number): void {
  for (let done = 0; done < times; done++) grade()
}

/** Another file takes the place of the project's, as a sync client or a restore does it. */
function replace(): void {
  copyFileSync(file, `${file}.other`)
  renameSync(`${file}.other`, file)
}

/** Readings in a copy of one file alone. */
function readingsOf(path: string): number | undefined {
  const copy = join(place.folder, 'copy.sqlite')
  copyFileSync(path, copy)
  const connection = new Connection(copy, 1000)
  try {
    return connection.get<{ n: number }>('SELECT count(*) AS n FROM readings')?.n
  } finally {
    connection.close()
  }
}

describe('a project file that is taken away while it is open', () => {
  it.each([
    ['replaced', replace, /was replaced by another while it was open/],
    ['removed', () => rmSync(file), /was removed while it was open/],
  ])('acknowledges nothing more once it was %s, and has a copy of all that was', (_, happens, wanted) => {
    gradeTimes(40)
    happens()
    const refusal = expect.objectContaining({ code: 'project_replaced', message: expect.stringMatching(wanted) })
    expect(grade).toThrow(refusal)
    expect(grade).toThrow(/A copy with all 40 readings is in .+: backups\/rescued-\d+T\d+Z\.sqlite\. To go back/)
    // A single statement is a write as well.
    expect(() => store.events.append({ at: now, who: 'Ana', what: 'x', details: {} })).toThrow(refusal)
    expect(store.warnings()).toContainEqual({ kind: 'file-lost', sentence: expect.stringMatching(wanted) })
    expect(findBackups(store.folder)).toMatchObject([{ readings: 40 }])
    store.close()
    expect(findBackups(store.folder)).toHaveLength(1)
  })

  it('is noticed without a decision, and listeners are told once', async () => {
    gradeTimes(1)
    let told = 0
    store.onLost(() => told++)
    replace()
    await vi.waitFor(() => expect(told).toBe(1), { timeout: 60_000, interval: 50 })
    expect(store.isLost).toBe(true)
    expect(grade).toThrow(/with the 1 reading/)
    expect(told).toBe(1)
    store.close()
  })

  it('says so where no copy can be written, and writes one as soon as it can', () => {
    gradeTimes(3)
    replace()
    writeFileSync(join(store.folder, 'backups'), 'in the way')
    expect(grade).toThrow(/A copy of it could not be written: make room and try again, and do not close Regrade/)
    rmSync(join(store.folder, 'backups'))
    expect(grade).toThrow(/A copy with all 3 readings/)
    store.close()
  })

  it('leaves the write-ahead log of the file that lies there now', () => {
    gradeTimes(2)
    replace()
    rmSync(`${file}-wal`)
    writeFileSync(`${file}-wal`, 'what another machine decided')
    store.close()
    expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what another machine decided')
    expect(findBackups(store.folder)).toMatchObject([{ readings: 2 }])
  })

  it('has everything in the file where only its log was taken away, and goes on when it is opened again', () => {
    gradeTimes(5)
    rmSync(`${file}-wal`)
    expect(grade).toThrow(/write-ahead log was taken away.*open the project again to go on\.$/)
    expect(readingsOf(file)).toBe(5)
    store.close()
    store = openProject(store.folder, opening)
    expect(store.warnings()).toEqual([])
    gradeTimes(1)
    expect(store.readings.count()).toBe(6)
    store.close()
  })
})

describe('a project at rest', () => {
  it('is whole in its one file soon after the last decision', async () => {
    gradeTimes(30)
    await vi.waitFor(() => expect(readingsOf(file)).toBe(30), { timeout: 60_000, interval: 100 })
    expect(readFileSync(`${file}-wal`)).toHaveLength(0)
    store.close()
    expect(existsSync(`${file}-wal`)).toBe(false)
  })
})
