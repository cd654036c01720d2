import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId, LabelSetId } from '#shared/ids.ts'
import { addImage, addImages, decide, hashOf, now, opening, temporaryFolder } from '../../tests/store/made-project.ts'
import { projectForEach } from '../../tests/store/project-for-each.ts'
import { Connection } from './connection.ts'
import { migrationsFolder, readMigrations } from './migrations.ts'
import { createProject, openProject } from './open.ts'
import type { ProjectStore } from './project-store.ts'

let store: ProjectStore
projectForEach((made) => {
  store = made
})

type Said = readonly (readonly [ImageId, Grade | null, (0 | 1 | 2)?])[]

/** A file of the label set of this name; a row without a grade cannot be used. */
function addFile(name: string, fileName: string, said: Said, project = store): LabelSetId {
  const sourceId = project.images.upsertSource('/photographs', now)
  const file = { name, layout: 'aptos', fileName, sha256: hashOf(fileName), sourceId, shape: {} }
  const id = project.labels.addSet(file, now)
  project.labels.addRows(
    id,
    said.map(([image, grade, oedema = null], index) => {
      const rejected = grade === null ? 'no grade' : null
      return { line: index + 2, name: 'x', image, raw: [], grade, oedema, rejected }
    }),
  )
  return id
}

const labelOf = (image: ImageId) => {
  const [first] = store.labels.forImage(image)
  return first ? [first.grade, first.fileName, first.counts] : undefined
}

describe('the label that counts', () => {
  it('is the primary set’s, else that of the file the photograph came with, of several the oldest', () => {
    const images = addImages(store, 4) as [ImageId, ImageId, ImageId, ImageId]
    const [a, b, c, d] = images
    addFile('train', 'train.csv', [
      [a, 1],
      [b, null],
    ])
    addFile('test', 'test.csv', [
      [b, 2],
      [c, 3],
    ])
    const last = addFile('last', 'last.csv', [
      [a, 4],
      [b, 0],
      [c, 3],
    ])
    expect(images.map(labelOf)).toEqual([
      [1, 'train.csv', true],
      [2, 'test.csv', true],
      [3, 'test.csv', true],
      undefined,
    ])
    expect(store.readings.currentGrade(b)).toEqual({ state: 'imported', grade: 2 })
    store.labels.makePrimary(last)
    expect(images.map(labelOf)).toEqual([
      [4, 'last.csv', true],
      [0, 'last.csv', true],
      [3, 'last.csv', true],
      undefined,
    ])
    expect(store.readings.currentGrade(d)).toEqual({ state: 'none', grade: null })
  })

  it('of a set of several files is the first file’s, and all of them are primary with the set', () => {
    const [a, b, c] = addImages(store, 3) as [ImageId, ImageId, ImageId]
    addFile('other', 'other.csv', [
      [a, 0],
      [b, 0],
      [c, 0],
    ])
    const set = addFile('set', 'train.csv', [[a, 1]])
    addFile('set', 'test.csv', [
      [a, 2],
      [b, 3],
    ])
    store.labels.makePrimary(set)
    expect([a, b, c].map(labelOf)).toEqual([
      [1, 'train.csv', true],
      [3, 'test.csv', true],
      [0, 'other.csv', true],
    ])
    expect(store.labels.gradesBySet().filter(({ labelSet }) => labelSet === set)).toEqual([
      { image: a, labelSet: set, name: 'set', grade: 1 },
      { image: b, labelSet: set, name: 'set', grade: 3 },
    ])
    expect(store.labels.forImage(a).map(({ fileName, counts }) => [fileName, counts])).toEqual([
      ['train.csv', true],
      ['test.csv', false],
      ['other.csv', false],
    ])
    expect(() => store.labels.makePrimary(3 as LabelSetId)).toThrow(/no label set number 3/)
    expect(store.labels.primary()?.name).toBe('set')
  })

  it('has its own file’s oedema risk beside it, and no other file’s', () => {
    const [a, b, c] = addImages(store, 3) as [ImageId, ImageId, ImageId]
    const set = addFile('set', 'train.csv', [
      [a, 1],
      [b, 1, 2],
    ])
    addFile('set', 'test.csv', [[a, 1, 1]])
    addFile('other', 'other.csv', [
      [a, 1, 0],
      [b, 1, 0],
      [c, 1, 0],
    ])
    const risks = [
      [a, 1],
      [b, 2],
      [c, 0],
    ]
    expect([...store.labels.oedemaRisks()]).toEqual(risks)
    expect([...store.labels.oedemaRisks(set)]).toEqual(risks.slice(0, 2))
  })

  it('is the same to the view, to one photograph and to all of them, whatever the files say', () => {
    const uniform = seededUniform(5)
    const grade = (): Grade => Math.floor(uniform() * 5) as Grade
    const images = addImages(store, 60)
    const sets = ['a', 'b', 'a', 'c', 'b', 'a'].map((name, index) => {
      const said = images
        .filter(() => uniform() < 0.4)
        .map((image) => [image, uniform() < 0.2 ? null : grade()] as const)
      return [name, addFile(name, `${index}.csv`, said)] as const
    })
    for (const name of ['a', 'b', 'c']) {
      store.labels.makePrimary(sets.find(([one]) => one === name)?.[1] as LabelSetId)
      const byFile = store.labels.gradesByFile()
      const all = images.map((image) => byFile.get(image)?.find(({ counts }) => counts)?.grade ?? null)
      expect(images.map((image) => store.labels.forImage(image).find(({ counts }) => counts)?.grade ?? null)).toEqual(
        all,
      )
      expect(images.map((image) => store.readings.currentGrade(image).grade)).toEqual(all)
      expect(store.readings.currentGrades().map((row) => row.grade)).toEqual(all)
      expect(all.filter((one) => one !== null).length).toBeGreaterThan(30)
    }
  })
})

describe('a file of which no row can be used', () => {
  it('is read anew when it comes again, and leaves the first place to one that can be', () => {
    const [a] = addImages(store, 1) as [ImageId]
    const useless = addFile('set', 'labels.csv', [[a, null]])
    expect(store.labels.replaceUseless()).toBeUndefined()
    addFile('next', 'next.csv', [[a, 2]])
    expect(store.labels.replaceUseless()?.name).toBe('next')
    expect(store.labels.replaceUseless()).toBeUndefined()
    expect(store.labels.primary()?.name).toBe('next')
    const again = addFile('set', 'labels.csv', [[a, 3]])
    expect(again).not.toBe(useless)
    expect(addFile('set', 'labels.csv', [[a, 3]])).toBe(again)
    expect(store.labels.sets().map(({ name, files, labels }) => [name, files, labels])).toEqual([
      ['set', ['labels.csv', 'labels.csv'], 1],
      ['next', ['next.csv'], 1],
    ])
    expect(store.labels.files().map(({ rows, graded, labels }) => [rows, graded, labels])).toEqual([
      [1, 0, 0],
      [1, 1, 1],
      [1, 1, 1],
    ])
  })
})

describe('a project from when only the first file counted', () => {
  it('keeps its rows, gives every photograph a label, and the first place to a file that can be used', () => {
    const place = temporaryFolder()
    const older = join(place.folder, 'older')
    mkdirSync(older)
    for (const { file } of readMigrations(migrationsFolder).slice(0, 13)) {
      cpSync(join(migrationsFolder, file), join(older, file))
    }
    const folder = join(place.folder, 'old.regrade')
    createProject(folder, { ...opening, name: 'Old', id: 'old', migrationsFolder: older }).close()
    const file = new Connection(join(folder, 'project.sqlite'), 100)
    file.execute(`
      INSERT INTO sources (id, folder, added_at) VALUES (1, '/a', '${now}');
      INSERT INTO contents VALUES (1, '${hashOf('a')}', 1, 'jpeg', 1, 1, 1, '0');
      INSERT INTO images (id, source_id, relative_path, stem, content_id, modified_ms, added_at)
        VALUES (1, 1, 'a.jpg', 'a', 1, 0, '${now}'), (2, 1, 'b.jpg', 'b', 1, 0, '${now}');
      INSERT INTO label_sets VALUES (1, 'useless', 'table', 'u.csv', '${hashOf('u')}', 1, '{}', 1, '${now}'),
        (2, 'one', 'table', 'one.csv', '${hashOf('1')}', 1, '{}', 0, '${now}'),
        (3, 'two', 'table', 'two.csv', '${hashOf('2')}', 1, '{}', 0, '${now}');
      INSERT INTO labels (label_set_id, line, name, image_id, raw, grade, rejected)
        VALUES (1, 2, 'a', 1, '[]', NULL, 'no grade'), (2, 2, 'a', 1, '[]', 3, NULL), (3, 2, 'b', 2, '[]', 4, NULL);`)
    file.close()
    const opened = openProject(folder, opening)
    expect(opened.labels.sets().map(({ name, primary }) => [name, primary])).toEqual([
      ['useless', false],
      ['one', true],
      ['two', false],
    ])
    expect(opened.readings.currentGrades().map(({ grade }) => grade)).toEqual([3, 4])
    opened.close()
    place.remove()
  })
})

it('what readers decided stands whatever file counts', () => {
  const image = addImage(store, 'read')
  addFile('one', 'one.csv', [[image, 1]])
  const two = addFile('two', 'two.csv', [[image, 2]])
  store.readings.append(decide(image, 4), now)
  store.labels.makePrimary(two)
  expect(store.readings.currentGrade(image)).toEqual({ state: 'read', grade: 4 })
  store.readings.retractLast('Ana', now)
  expect(store.readings.currentGrade(image)).toEqual({ state: 'imported', grade: 2 })
})
