import { describe, expect, it } from 'vitest'
import type { LabelSetId } from '#shared/ids.ts'
import { addImages, addLabels, hashOf, now } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import type { NewLabelSet } from './label-sets.ts'
import type { LabelRow } from './labels.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

function set(name: string, file: string, more: Partial<NewLabelSet> = {}): NewLabelSet {
  const sourceId = store.images.upsertSource('/photographs', now)
  const shape = { delimiter: ',', header: ['id_code', 'diagnosis'] }
  return { name, layout: 'aptos', fileName: file, sha256: hashOf(file), sourceId, shape, primary: false, ...more }
}

function row(line: number, more: Partial<LabelRow>): LabelRow {
  return { line, name: `eye_${line}`, image: null, raw: ['a', '1'], grade: 1, oedema: null, rejected: null, ...more }
}

describe('label sets', () => {
  it('stand side by side, the first one primary until another takes its place', () => {
    const first = store.labels.addSet(set('first', 'a.csv'), now)
    const second = store.labels.addSet(set('second', 'b.csv'), now)
    expect(store.labels.sets().map(({ name, primary }) => [name, primary])).toEqual([
      ['first', true],
      ['second', false],
    ])
    store.labels.makePrimary(second)
    expect(store.labels.primary()?.name).toBe('second')
    expect(store.labels.find(first)?.primary).toBe(false)
    store.labels.addSet(set('third', 'c.csv', { primary: true }), now)
    expect(store.labels.primary()?.name).toBe('third')
  })

  it('are the same set when the same file comes again, and get a further file when another comes under their name', () => {
    const first = store.labels.addSet(set('first', 'a.csv'), now)
    expect(store.labels.addSet(set('first', 'a.csv'), now)).toBe(first)
    expect(store.labels.sets()).toHaveLength(1)
    const second = store.labels.addSet(set('first', 'b.csv', { layout: 'idrid', primary: true }), now)
    expect(store.labels.addSet(set('first', 'b.csv', { layout: 'idrid' }), now)).toBe(second)
    expect(store.labels.sets()).toEqual([
      {
        ...{ id: first, name: 'first', layout: 'aptos', fileName: 'a.csv', files: ['a.csv', 'b.csv'] },
        ...{ labels: 0, primary: true },
      },
    ])
    expect(store.labels.filesOf(first).map(({ id, name, layout }) => [id, name, layout])).toEqual([
      [first, 'first', 'aptos'],
      [second, 'first', 'idrid'],
    ])
  })

  it('give back the shape they were written in', () => {
    store.labels.addSet(set('first', 'a.csv'), now)
    expect(store.labels.byName('first')?.shape).toEqual({ delimiter: ',', header: ['id_code', 'diagnosis'] })
  })
})

describe('labels', () => {
  it('are kept raw, row by row, and counted where they are accepted and have a photograph', () => {
    const [image] = addImages(store, 1)
    const id = store.labels.addSet(set('first', 'a.csv'), now)
    const rows = [
      row(2, { image: image ?? null, raw: ['eye_0', '3', ''], grade: 3, oedema: 2 }),
      row(3, { image: image ?? null, raw: ['eye_0', '9'], grade: null, rejected: 'grade 9 is outside 0 to 4' }),
      row(4, {}),
    ]
    store.labels.addRows(id, rows)
    expect(store.labels.rows(id)).toEqual(rows)
    expect(store.labels.sets()[0]?.labels).toBe(1)
  })

  it('change nothing when they are added twice', () => {
    const id = store.labels.addSet(set('first', 'a.csv'), now)
    store.labels.addRows(id, [row(2, {})])
    store.labels.addRows(id, [row(2, { grade: 4 }), row(3, {})])
    expect(store.labels.rows(id).map(({ grade }) => grade)).toEqual([1, 1])
  })

  it('may be joined to a photograph that came later, once', () => {
    const [first, second] = addImages(store, 2)
    if (first === undefined || second === undefined) throw new Error('two images')
    const id = store.labels.addSet(set('first', 'a.csv'), now)
    store.labels.addRows(id, [row(2, {})])
    expect(store.labels.joinImages(id, [{ line: 2, image: first }])).toBe(1)
    expect(store.labels.joinImages(id, [{ line: 2, image: second }])).toBe(0)
    expect(store.labels.rows(id)[0]?.image).toBe(first)
  })

  it('of one photograph come set by set, the primary first, the first accepted row of each', () => {
    const [image] = addImages(store, 1)
    if (image === undefined) throw new Error('one image')
    const first = store.labels.addSet(set('first', 'a.csv'), now)
    const second = store.labels.addSet(set('second', 'b.csv', { primary: true }), now)
    store.labels.addRows(first, [row(2, { image, grade: 1, oedema: 0 })])
    store.labels.addRows(second, [
      row(2, { image, grade: null, rejected: 'no grade' }),
      row(3, { image, grade: 2 }),
      row(4, { image, grade: 4 }),
    ])
    const fileOf = (id: LabelSetId, name: string, fileName: string) => ({ file: id, labelSet: id, name, fileName })
    expect(store.labels.forImage(image)).toEqual([
      { ...fileOf(second, 'second', 'b.csv'), primary: true, counts: true, grade: 2, oedema: null },
      { ...fileOf(first, 'first', 'a.csv'), primary: false, counts: false, grade: 1, oedema: 0 },
    ])
    expect(store.labels.gradesBySet()).toEqual([
      { image, labelSet: first, name: 'first', grade: 1 },
      { image, labelSet: second, name: 'second', grade: 2 },
    ])
    expect(store.readings.currentGrade(image)).toEqual({ state: 'imported', grade: 2 })
  })

  it('lose nothing that is stored when a later step of the same import fails', () => {
    const images = addImages(store, 3)
    const id = addLabels(store, images, [0, 1, 2])
    expect(() =>
      store.transaction(() => {
        store.labels.addRows(id, [row(9, {})])
        throw new Error('cut')
      }),
    ).toThrow('cut')
    expect(store.labels.rows(id)).toHaveLength(3)
  })
})
