import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeJpeg } from '#imaging/encode.ts'
import { makeDataset } from '#imaging/made/dataset.ts'
import { makePhotograph } from '#imaging/made/photograph.ts'
import type { Grade } from '#shared/grades.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { haveIdrid, idridFolder, withoutIdrid } from '../../tools/real-photographs.ts'
import { document, regradeHere } from './command-line.ts'
import { ended, temporaryFolder, testWorkstation } from './made-project.ts'

const shared = join(import.meta.dirname, '..', '..', '..', 'shared')

describe('folders of photographs with label files of their own', () => {
  const { folder, remove } = temporaryFolder()
  let workstation: Workstation

  /** Four photographs of the same names in each folder. */
  beforeAll(async () => {
    for (const name of ['train', 'test', 'late']) {
      await mkdir(join(folder, name))
      for (const [index, { photograph }] of makeDataset({ count: 4, size: 64, seed: name }).entries()) {
        await writeFile(join(folder, name, `eye_${index}.jpg`), await encodeJpeg(makePhotograph(photograph)))
      }
    }
    workstation = await testWorkstation(folder)
    await workstation.client.projects.create({ folder: join(folder, 'made.regrade'), name: 'Made' })
  })
  afterAll(async () => {
    await workstation.close()
    await remove()
  })

  async function writeLabels(name: string, grades: readonly (Grade | null)[]): Promise<string> {
    const file = join(folder, name)
    await mkdir(join(file, '..'), { recursive: true })
    const rows = grades.flatMap((grade, index) => (grade === null ? [] : [`eye_${index},${grade}\n`]))
    await writeFile(file, `id_code,diagnosis\n${rows.join('')}`)
    return file
  }

  async function imported(images: string, labelsFile: string, labelSet?: string) {
    const request = { imagesFolder: join(folder, images), labelsFile, ...(labelSet ? { labelSet } : {}) }
    const run = await ended(workstation, await workstation.client.imports.start(request))
    return await workstation.client.imports.report({ run: run.id })
  }

  /** File and grade of the label of each photograph, by the folder's number in the project. */
  async function labelsOf(source: number) {
    const place = (index: number) => `${source}/eye_${index}.jpg`
    return await Promise.all(
      [0, 1, 2, 3].map(async (index) => {
        const { image } = await workstation.client.review.find({ image: place(index) })
        const { labels, current } = await workstation.client.review.photograph({ image })
        const [label] = labels
        expect(label?.counts ? label.grade : null).toBe(current.grade)
        return label ? `${label.fileName} ${label.grade}` : ''
      }),
    )
  }

  it('each photograph has the grade that its own file gives it, whichever came first', async () => {
    expect(await imported('train', await writeLabels('train.csv', [0, 1, 2, null]))).toMatchObject({ labels: 3 })
    expect(await imported('test', await writeLabels('test.csv', [4, 4, null, 3]))).toMatchObject({
      ...{ labels: 3, labelSet: 'test', disagreements: [] },
      unlabelledImages: ['2/eye_2.jpg'],
    })
    expect(await labelsOf(1)).toEqual(['train.csv 0', 'train.csv 1', 'train.csv 2', ''])
    expect(await labelsOf(2)).toEqual(['test.csv 4', 'test.csv 4', '', 'test.csv 3'])
  })

  it('a second file of one folder is a second opinion, and the label of photographs that the first says nothing of', async () => {
    const { disagreements } = (await imported('train', await writeLabels('second.csv', [0, 2, null, 3]))) ?? {}
    expect(disagreements).toEqual([{ image: '1/eye_1.jpg', grades: { train: 1, second: 2 } }])
    expect(await labelsOf(1)).toEqual(['train.csv 0', 'train.csv 1', 'train.csv 2', 'second.csv 3'])
  })

  it('a label set takes a further file, and the same file again changes nothing', async () => {
    const late = await writeLabels('late/labels.csv', [1, 1, null, null])
    const report = await imported('late', late, 'train')
    expect(report).toMatchObject({ labelSet: 'train', labels: 2, disagreements: [] })
    expect(await labelsOf(3)).toEqual(['labels.csv 1', 'labels.csv 1', '', ''])
    const before = await workstation.client.labels.list()
    expect(
      before.map(({ name, files, primary, labels, counting }) => ({ name, files, primary, labels, counting })),
    ).toEqual([
      { name: 'train', files: ['train.csv', 'labels.csv'], primary: true, labels: 5, counting: 5 },
      { name: 'test', files: ['test.csv'], primary: false, labels: 3, counting: 3 },
      { name: 'second', files: ['second.csv'], primary: false, labels: 3, counting: 1 },
    ])
    expect(await imported('late', late, 'train')).toEqual(report)
    expect(await workstation.client.labels.list()).toEqual(before)
  })

  it('where two files of a set differ the first counts, and the report says so', async () => {
    const report = await imported('late', await writeLabels('more.csv', [1, 4, 2, null]), 'train')
    expect(report?.disagreements).toEqual([
      { image: '3/eye_1.jpg', grades: { 'train, labels.csv (1)': 1, 'train, more.csv (2)': 4 } },
    ])
    expect(report?.unlabelledImages).toEqual(['3/eye_3.jpg'])
    expect(await labelsOf(3)).toEqual(['labels.csv 1', 'labels.csv 1', 'more.csv 2', ''])
  })

  it.each([
    [
      'a corrected file under the name of the old one',
      'train',
      'train.csv',
      [3, 3, 3, null],
      /from another file \(train\.csv, labels\.csv, more\.csv\)/,
    ],
    ['a file whose layout nobody knows', 'new', 'odd.csv', null, /layout of the label file was not recognised/],
  ] as const)('refuses %s, with nothing stored', async (_what, images, name, grades, sentence) => {
    const { client } = workstation
    const file = await writeLabels(`refused/${name}`, grades ?? [])
    if (grades === null) {
      await mkdir(join(folder, images))
      await writeFile(join(folder, images, 'eye_9.jpg'), await readFile(join(folder, 'test', 'eye_0.jpg')))
      await writeFile(file, 'colour;shape\nred;round\n')
    }
    const [before, images_] = [await client.labels.list(), (await client.projects.current())?.images]
    await expect(imported(images, file)).rejects.toThrow(sentence)
    expect(await client.labels.list()).toEqual(before)
    expect((await client.projects.current())?.images).toBe(images_)
  })

  it('every file of a set is written, each into its own file of a folder', async () => {
    const { client } = workstation
    const { image } = await client.review.find({ image: '3/eye_0.jpg' })
    await client.review.grade({ image, grader: 'Reader', decision: 4 })
    const output = join(folder, 'corrected')
    const { files, rows } = await client.exports.write({ format: 'labels', output })
    expect(files).toEqual(['train.csv', 'labels.csv', 'more.csv'].map((name) => join(output, name)))
    expect(rows).toBe(8)
    expect(await Promise.all(files.map((file) => readFile(file, 'utf8')))).toEqual([
      'id_code,diagnosis\neye_0,0\neye_1,1\neye_2,2\n',
      'id_code,diagnosis\neye_0,4\neye_1,1\n',
      'id_code,diagnosis\neye_0,4\neye_1,4\neye_2,2\n',
    ])
    const file = join(folder, 'one.csv')
    await expect(client.exports.write({ format: 'labels', output: file })).rejects.toThrow(
      'The label set "train" has 3 files: name a folder to write them into, not one.csv.',
    )
    expect((await client.exports.write({ format: 'labels', labelSet: 'test', output: file })).files).toEqual([file])
  })
})

const collide = join(shared, 'cases', '12-train-test-collide')
if (!existsSync(collide)) console.warn('Two folders with the same names are skipped: ../shared/cases is not here.')
if (!haveIdrid) console.warn(withoutIdrid('The two label files of IDRiD are skipped'))

describe('label files from the command line', () => {
  const { folder: home, remove } = temporaryFolder()
  afterAll(remove)
  const done = async (...words: string[]) => {
    const finished = await regradeHere([...words, '--json'], { home })
    expect(finished.code, finished.err).toBe(0)
    return document(finished)
  }

  it.skipIf(!existsSync(collide)).each([
    [
      'each its own set',
      [],
      [
        ['train', ['train.csv'], true],
        ['test', ['test.csv'], false],
      ],
    ],
    ['one set of both', ['--label-set', 'idrid'], [['idrid', ['train.csv', 'test.csv'], true]]],
  ] as const)(
    'two folders with the same names, a label file each, %s: every photograph has its own grade',
    async (name, set, sets) => {
      const project = join(home, name)
      await done('init', project)
      for (const part of ['train', 'test']) {
        const files = ['--images', join(collide, 'photos', part), '--labels', join(collide, `${part}.csv`)]
        expect(await done('import', project, ...files, ...set)).toMatchObject({
          images: 2,
          labels: 2,
          unlabelledImages: [],
          disagreements: [],
        })
      }
      const table = join(home, `${name}.csv`)
      await done('export', project, '--format', 'csv', '--output', table)
      const rows = (await readFile(table, 'utf8'))
        .split('\n')
        .slice(1, -1)
        .map((row) => row.split(','))
      expect(rows.map(([image, , , imported, current]) => [image, imported, current])).toEqual([
        ['1/IDRiD_001.jpg', '3', '3'],
        ['1/IDRiD_002.jpg', '3', '3'],
        ['2/IDRiD_001.jpg', '4', '4'],
        ['2/IDRiD_002.jpg', '4', '4'],
      ])
      const { labelSets } = (await done('labels', project)) as {
        labelSets: { name: string; files: string[]; primary: boolean; labels: number }[]
      }
      expect(labelSets.map(({ name, files, primary }) => [name, files, primary])).toEqual(sets)
      expect(labelSets.reduce((sum, { labels }) => sum + labels, 0)).toBe(4)
    },
  )

  it.skipIf(!haveIdrid)(
    'the two label files of IDRiD: what the other one would change is told, then done, then taken back',
    async () => {
      const project = join(home, 'idrid')
      await done('init', project)
      for (const [file, set] of [
        ['official_training_labels.csv', 'official'],
        ['second_published_labels.csv', 'second'],
      ] as const) {
        await done(
          'import',
          project,
          '--images',
          join(idridFolder, 'images'),
          '--labels',
          join(idridFolder, file),
          '--label-set',
          set,
        )
      }
      const primaryOf = ({ labelSets }: Record<string, unknown>) =>
        (labelSets as { name: string; primary: boolean }[]).find(({ primary }) => primary)?.name
      const preview = await done('labels', project, '--primary', 'second', '--preview')
      expect(preview.change).toMatchObject({ before: 'official', labelled: 294, changed: 16, read: 0 })
      expect(primaryOf(preview)).toBe('official')
      const made = await done('labels', project, '--primary', 'second')
      expect(made.change).toEqual(preview.change)
      expect(primaryOf(made)).toBe('second')
      expect((await done('labels', project, '--primary', 'official')).change).toMatchObject({
        before: 'second',
        changed: 16,
      })
      expect(document(await regradeHere(['labels', project, '--primary', 'third', '--json'], { home }))).toMatchObject({
        error: { code: 'not_found', message: expect.stringContaining('it has official, second') },
      })
      const words = await regradeHere(['labels', project, '--primary', 'second', '--preview'], { home })
      expect(words.out).toContain(
        '"second" as the primary label set in place of "official" would change the labels of 16 of 294 photographs.',
      )
    },
  )
})
