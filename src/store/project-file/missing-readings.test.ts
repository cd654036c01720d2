import { copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { addImages, decide, makeProject, now, opening, temporaryFolder } from '../../../tests/store/made-project.ts'
import { openProject } from '../open.ts'

let place: ReturnType<typeof temporaryFolder>
beforeEach(() => {
  place = temporaryFolder()
})
afterEach(() => place.remove())

/** A folder as a killed process leaves it, with `kept` readings in the file and `logged` in the log alone. */
function killed(kept: number, logged: number): string {
  const store = makeProject(place.folder)
  const [image] = addImages(store, 1) as [ImageId]
  const grade = (times: number) => {
    for (let done = 0; done < times; done++) store.transaction(() => store.readings.append(decide(image, 2), now))
  }
  grade(kept)
  store.close()
  const again = openProject(store.folder, opening)
  for (let done = 0; done < logged; done++) again.transaction(() => again.readings.append(decide(image, 2), now))
  const folder = join(place.folder, 'killed.regrade')
  cpSync(store.folder, folder, { recursive: true })
  again.close()
  return folder
}

function warningsOf(folder: string): string[] {
  const store = openProject(folder, opening)
  try {
    return store.warnings().map(({ kind, sentence }) => `${kind}: ${sentence}`)
  } finally {
    store.close()
  }
}

describe('a start with fewer readings than were acknowledged', () => {
  it('says how many are missing where the write-ahead log is gone', () => {
    const folder = killed(10, 30)
    rmSync(join(folder, 'project.sqlite-wal'))
    const [said] = warningsOf(folder)
    expect(said).toMatch(/^readings-missing: 30 readings of 40 that were acknowledged are not in the project’s file/)
    expect(said).toMatch(/No backup in its folder has more\. Look for/)
  })

  it('says so where it was cut', () => {
    const folder = killed(10, 30)
    const log = join(folder, 'project.sqlite-wal')
    truncateSync(log, Math.floor(readFileSync(log).length / 2))
    expect(warningsOf(folder)[0]).toMatch(/^readings-missing: 1?\d readings of 40 that were acknowledged/)
  })

  it('says nothing where the log is whole', () => {
    expect(warningsOf(killed(10, 30))).toEqual([])
  })

  it('names the backup that has them, at each start, and is content once that was put back', () => {
    const folder = killed(5, 35)
    const file = join(folder, 'project.sqlite')
    copyFileSync(file, join(place.folder, 'older.sqlite'))
    openProject(folder, opening).close()
    mkdirSync(join(folder, 'backups'))
    const backup = join(folder, 'backups', 'whole.sqlite')
    copyFileSync(file, backup)
    copyFileSync(join(place.folder, 'older.sqlite'), file)
    const wanted =
      /^readings-missing: 35 readings of 40 .* backups\/whole\.sqlite of [\d-]+ [\d:]+ UTC with 40 readings, has them\. To go back/
    expect(warningsOf(folder)[0]).toMatch(wanted)
    expect(warningsOf(folder)[0]).toMatch(wanted)
    copyFileSync(backup, file)
    expect(warningsOf(folder)).toEqual([])
  })

  it('is told until somebody has seen it', () => {
    const folder = killed(10, 30)
    rmSync(join(folder, 'project.sqlite-wal'))
    const store = openProject(folder, opening)
    store.forgetMissing()
    store.close()
    expect(warningsOf(folder)).toEqual([])
  })

  it('has nothing to say of another project, or where the count cannot be read', () => {
    const folder = killed(3, 0)
    const count = join(folder, 'lease.count.json')
    const kept = readFileSync(count, 'utf8')
    writeFileSync(count, kept.replace('project-1', 'project-2').replace('"readings":3', '"readings":9'))
    expect(warningsOf(folder)).toEqual([])
    writeFileSync(count, '{')
    expect(warningsOf(folder)).toEqual([])
    expect(JSON.parse(readFileSync(count, 'utf8'))).toEqual({
      project: 'project-1',
      readings: 3,
      verdicts: 0,
      missing: null,
    })
  })
})
