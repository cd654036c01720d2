import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addImages, decide, now, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { Connection } from './connection.ts'
import { migrationsFolder, readMigrations } from './migrations.ts'
import { createProject, openProject } from './open.ts'

let place: ReturnType<typeof temporaryFolder>
let folder: string
let newer: string

beforeEach(() => {
  place = temporaryFolder()
  folder = join(place.folder, 'eyes.regrade')
  newer = join(place.folder, 'migrations')
  cpSync(migrationsFolder, newer, { recursive: true })
})
afterEach(() => place.remove())

const next = readMigrations(migrationsFolder).length + 1
const nextFile = `${String(next).padStart(4, '0')}_next.sql`

function projectWithOneReading(): void {
  const store = createProject(folder, { ...opening, name: 'Eyes', id: 'project-1' })
  const [image] = addImages(store, 1)
  if (image) store.readings.append(decide(image, 3), now)
  store.close()
}

describe('migrations', () => {
  it('bring an older project up to date with its rows, after a backup of it as it was', () => {
    projectWithOneReading()
    writeFileSync(join(newer, nextFile), `ALTER TABLE graders ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';`)
    const store = openProject(folder, { ...opening, migrationsFolder: newer })
    expect(store.setting('user_version')).toBe(next)
    expect(store.readings.audit().map(({ decision }) => decision)).toEqual([3])
    store.close()

    const [backup = '', ...others] = readdirSync(join(folder, 'backups'))
    expect(others).toEqual([])
    const copy = new Connection(join(folder, 'backups', backup), 100)
    expect(copy.pragma('user_version')).toBe(next - 1)
    expect(copy.pragma('integrity_check')).toBe('ok')
    expect(copy.get('SELECT count(*) AS n FROM readings')).toEqual({ n: 1 })
    copy.close()
  })

  it('leave a project as it was where one fails halfway', () => {
    projectWithOneReading()
    writeFileSync(join(newer, nextFile), 'CREATE TABLE half (id INTEGER) STRICT; INSERT INTO nowhere VALUES (1);')
    expect(() => openProject(folder, { ...opening, migrationsFolder: newer })).toThrow(/nowhere/)
    const store = openProject(folder, opening)
    expect(store.setting('user_version')).toBe(next - 1)
    expect(store.readings.count()).toBe(1)
    store.close()
  })

  it('make no backup where there is nothing to do', () => {
    projectWithOneReading()
    openProject(folder, opening).close()
    expect(readdirSync(folder)).not.toContain('backups')
  })

  it('keep what refers to a table that is made anew, and its rows', () => {
    const oldest = join(place.folder, 'oldest')
    mkdirSync(oldest)
    cpSync(join(migrationsFolder, '0001_project.sql'), join(oldest, '0001_project.sql'))
    createProject(folder, { ...opening, name: 'Eyes', id: 'project-1', migrationsFolder: oldest }).close()
    const before = new Connection(join(folder, 'project.sqlite'), 100)
    before.execute(`
      INSERT INTO runs (id, kind, request, state, done, result, created_at) VALUES (7, 'train', '{}', 'done', 3, '{"a":1}', '${now}');
      INSERT INTO run_metrics (run_id, fit, epoch, metrics, at) VALUES (7, 'main', 1, '{}', '${now}');
      INSERT INTO models (name, architecture, head, blob, run_id, card, status, created_at)
        VALUES ('m', 'b0', 'softmax', 'x', 7, '{}', 'candidate', '${now}');`)
    const rows = before.all('SELECT * FROM runs')
    before.close()

    const store = openProject(folder, opening)
    expect(store.setting('foreign_keys')).toBe(1)
    expect(store.models.list()[0]?.run).toBe('r7')
    expect(store.runs.create('noisy-student', {}, now)).toBe('r8')
    store.close()
    const after = new Connection(join(folder, 'project.sqlite'), 100)
    expect(after.all('SELECT * FROM runs WHERE id = 7')).toEqual(rows)
    expect(after.all('PRAGMA foreign_key_check')).toEqual([])
    expect(() => after.execute('DELETE FROM runs WHERE id = 7')).toThrow(/referred to/)
    after.close()
  })

  it('that would leave rows without what they refer to are refused', () => {
    projectWithOneReading()
    writeFileSync(join(newer, nextFile), 'DROP TRIGGER readings_no_delete; DELETE FROM images;')
    expect(() => openProject(folder, { ...opening, migrationsFolder: newer })).toThrow(/leaves readings without/)
    const store = openProject(folder, opening)
    expect(store.images.count()).toBe(1)
    store.close()
  })

  it('are refused where a number is missing', () => {
    const gaps = join(place.folder, 'gaps')
    mkdirSync(gaps)
    writeFileSync(join(gaps, '0002_second.sql'), 'SELECT 1;')
    expect(() => readMigrations(gaps)).toThrow(/should be number 1/)
  })
})
