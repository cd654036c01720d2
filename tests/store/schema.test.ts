import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { Connection } from '#store/connection.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { addImages, addLabels, decide, makeProject, now, temporaryFolder } from './made-project.ts'

let place: ReturnType<typeof temporaryFolder>
let store: ProjectStore
let other: Connection
beforeEach(() => {
  place = temporaryFolder()
  store = makeProject(place.folder)
  other = new Connection(join(store.folder, 'project.sqlite'), 1000)
})
afterEach(() => {
  other.close()
  store.close()
  place.remove()
})

describe('the schema', () => {
  it('is as it was snapshot; a change of it is a new migration', async () => {
    const objects = other.all<{ type: string; name: string; sql: string }>(
      `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type, name`,
    )
    const text = objects.map(({ type, name, sql }) => `-- ${type} ${name}\n${sql};\n`).join('\n')
    await expect(text).toMatchFileSnapshot('schema.snap')
  })

  it('has only STRICT tables, and foreign keys that hold', () => {
    const loose = other.all(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0
         AND name NOT LIKE 'sqlite_%'`,
    )
    expect(loose).toEqual([])
    expect(other.all('PRAGMA foreign_key_check')).toEqual([])
    expect(other.pragma('integrity_check')).toBe('ok')
  })

  it.each([
    ['readings', 'UPDATE readings SET grade = 0', /readings are append-only/],
    ['readings', 'DELETE FROM readings', /readings are append-only/],
    ['readings', `INSERT OR REPLACE INTO readings SELECT * FROM readings`, /readings are append-only/],
    ['events', `UPDATE events SET who = 'nobody'`, /events are append-only/],
    ['events', 'DELETE FROM events', /events are append-only/],
    ['events', 'INSERT OR REPLACE INTO events SELECT * FROM events', /events are append-only/],
    ['labels', 'UPDATE labels SET grade = 0', /labels are never edited/],
    ['labels', 'DELETE FROM labels', /labels are never deleted/],
    ['images', 'DELETE FROM images', /referred to/],
  ])('refuses to change %s: %s', (_, sql, refusal) => {
    const images = addImages(store, 1) as [ImageId]
    addLabels(store, images, [2])
    store.readings.append(decide(images[0], 3), now)
    store.events.append({ who: 'Ana', what: 'review.grade', details: { grade: 3 }, at: now })
    other.execute('PRAGMA foreign_keys = ON')
    expect(() => other.execute(sql)).toThrow(refusal)
    expect(store.readings.audit()).toHaveLength(1)
    expect(store.events.list({ limit: 10 })).toEqual([
      { id: 1, who: 'Ana', what: 'review.grade', details: { grade: 3 }, at: now },
    ])
  })
})

describe('the plans of what a reader waits for', () => {
  const plan = (sql: string) => other.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail)

  it.each([
    ['one photograph', 'SELECT state, grade FROM decided_grades WHERE image_id = 7'],
    ['one label', 'SELECT grade FROM imported_grades WHERE image_id = 7'],
    ['undo', 'SELECT id FROM standing_readings WHERE grader_id = 1 ORDER BY id DESC LIMIT 1'],
    ['readings of a photograph', 'SELECT * FROM standing_readings WHERE image_id = 7 ORDER BY id'],
    ['a name', `SELECT id FROM images WHERE stem = 'a' ORDER BY id`],
  ])('look nothing through from end to end: %s', (_, sql) => {
    // Walking the rows of a subquery is no scan of a table.
    const scans = plan(sql).filter((line) => /^SCAN (?!\(subquery|decided_grades|imported_grades)/.test(line))
    expect(scans).toEqual([])
  })

  it.each([
    ['decisions', 'SELECT image_id, state, grade FROM decided_grades', 1],
    ['labels', 'SELECT image_id, grade FROM imported_grades', 0],
    ['predictions', 'SELECT image_id, p0 FROM predictions WHERE model_id = 1 ORDER BY image_id, out_of_fold', 0],
    ['suspicions', 'SELECT image_id, score FROM suspicions WHERE model_id = 1', 0],
  ])('of a queue pass each table once and sort nothing: %s', (_, sql, tables) => {
    const lines = plan(sql)
    expect(lines.filter((line) => /^SCAN (?!\(subquery|decided_grades|imported_grades)/.test(line))).toHaveLength(
      tables,
    )
    expect(lines.filter((line) => line.includes('TEMP B-TREE'))).toEqual([])
    expect(lines.filter((line) => line.includes('AUTOMATIC'))).toEqual([])
  })
})
