import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '#shared/contract/imports.ts'
import { openProject } from '#store/open.ts'
import { document, regradeHere } from './command-line.ts'

const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const present = existsSync(cases)
if (!present) console.warn('The odd label files are skipped: ../shared/cases is not here.')

const home = mkdtempSync(join(tmpdir(), 'regrade-cases-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

let projects = 0
const file = (pattern: string) => {
  const [found] = globSync(join(cases, pattern))
  if (found === undefined) throw new Error(`There is no case ${pattern}.`)
  return found
}
const run = async (...words: string[]) => regradeHere([...words, '--json'], { home })

/** A new project into which this was imported twice; the second time has to tell the same. */
async function imported(...words: string[]) {
  const project = join(home, `case${projects++}.regrade`)
  await run('init', project)
  return await importedInto(project, ...words)
}

async function importedInto(project: string, ...words: string[]) {
  const first = await run('import', project, ...words)
  expect(first.code, first.out).toBe(0)
  const report = document(first) as unknown as ImportReport
  expect(document(await run('import', project, ...words))).toEqual(report)
  return { project, report, err: first.err }
}

/** The error of an import that is refused; nothing may be left of it. */
async function refused(...words: string[]) {
  const project = join(home, `case${projects++}.regrade`)
  await run('init', project)
  const finished = await run('import', project, ...words)
  expect(finished.code, finished.out).toBeGreaterThan(0)
  const left = document(await run('import', project, '--images', file('14-*/photos'), '--layout', 'none'))
  expect(left).toMatchObject({ images: 3, disagreements: [] })
  expect((await written(project, 'labels')).code).toBe(1)
  return document(finished).error as { code: string; message: string }
}

const output = join(home, 'out.csv')
const written = async (project: string, format: string) =>
  run('export', project, '--format', format, '--output', output, '--force')

/** Name, patient, eye and imported grade of every photograph. */
async function photographs(project: string): Promise<(string | undefined)[][]> {
  expect((await written(project, 'csv')).code).toBe(0)
  const lines = readFileSync(output, 'utf8').trim().split(/\r?\n/).slice(1)
  return lines.map((line) => line.split(',').slice(0, 4))
}

/** Grades of a label set's rows, as they are stored. */
function storedGrades(project: string, labelSet: string | null): (number | null)[] {
  const store = openProject(project, { version: '0', now: new Date().toISOString() })
  try {
    const set = store.labels.byName(labelSet ?? '')
    return set ? store.labels.rows(set.id).map(({ grade }) => grade) : []
  } finally {
    store.close()
  }
}

describe.skipIf(!present)('odd label files (case 07)', () => {
  const all = [0, 2, 1, 4]
  /** One project for all: its photographs are looked into once. */
  const together = join(home, 'odd.regrade')
  beforeAll(() => run('init', together))
  const odd = (name: string) => ['--images', file('07-*/photos'), '--labels', file(`07-*/${name}_*`)]

  it.each([
    ['a', all, []],
    ['b', all, []],
    ['c', all, []],
    ['d', [0, 2, 1, null], [[5, 'the grade is missing']]],
    ['e', all, []],
    ['f', all, []],
    [
      'g',
      [0, 2, 2, 1, 1, 4],
      [
        [4, 'line 3 already says the same of eye2'],
        [5, 'line 3 already has eye2, with grade 2; this one says grade 1'],
      ],
    ],
    ['h', all, []],
    ['i', all, []],
    ['j', all, []],
    ['k', all, []],
    [
      'm',
      [0, 2, null, null],
      [
        [4, 'grade -1 is outside 0 to 4'],
        [5, 'grade 5 is outside 0 to 4'],
      ],
    ],
    [
      'n',
      [0, 2, null, null],
      [
        [4, '"nan" is no grade'],
        [5, '"NULL" is no grade'],
      ],
    ],
    ['p', all, []],
    // Its first grade is a 1 with a footnote mark, in another encoding than the rest.
    ['q', [1, 2, 1, 4], []],
    ['r', all, []],
  ] as const)('%s gives its grades, and a reason for each row without', async (name, grades, rejected) => {
    const { report } = await importedInto(together, ...odd(name))
    expect(report).toMatchObject({ images: 4, missingImages: [], unlabelledImages: [] })
    expect(report.layout).toBe(name === 'j' ? 'table' : 'eyepacs')
    expect(report.rejectedRows.map(({ line, reason }) => [line, reason])).toEqual(rejected)
    expect(storedGrades(together, report.labelSet)).toEqual(grades)
    await run(
      'export',
      together,
      '--format',
      'labels',
      '--label-set',
      report.labelSet ?? '',
      '--output',
      output,
      '--force',
    )
    if (name !== 'r') expect(readFileSync(output).equals(readFileSync(file(`07-*/${name}_*`)))).toBe(true)
    else expect(readFileSync(output, 'utf8')).toBe('image,level\r\neye1,0\r\neye2,2\r\neye3,1\r\neye4,4\r\n')
  })

  it('e says which words it took for which grades', async () => {
    const { report, err } = await importedInto(together, ...odd('e'))
    const words = Object.fromEntries(report.words.map(({ word, grade }) => [word, grade]))
    expect(words).toEqual({ 'No DR': 0, 'Moderate NPDR': 2, Mild: 1, PDR: 4 })
    expect(err).toContain('“Moderate NPDR” is 2 Moderate (1 row)')
  })

  it('e may count for other grades, and not for two in one label set', async () => {
    const { project, report } = await imported(...odd('e'), '--grades', 'Mild=2')
    expect(storedGrades(project, report.labelSet)).toEqual([0, 2, 2, 4])
    expect(report.words.find(({ word }) => word === 'Mild')).toMatchObject({ offered: 1, grade: 2, chosen: true })
    const again = await run('import', project, ...odd('e'))
    expect(document(again).error).toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('a label set of its own'),
    })
    expect((await run('import', project, ...odd('e'), '--label-set', 'other')).code).toBe(0)
  })

  it('l is of the English screening scale, and waits for what R2 is to count for', async () => {
    const { code, message } = await refused(...odd('l'))
    expect(code).toBe('labels_unreadable')
    expect(message).toContain('English screening scale')
    expect(message).toContain('R0 is 0, R1 is 1, R3A is 4, R2 may be 2 or 3')
    expect(message).toContain('"R2=2" or "R2=3" (option --grades of the command line)')
    const { project, report } = await imported(...odd('l'), '--grades', 'R2=3')
    expect(storedGrades(project, report.labelSet)).toEqual([0, 3, 1, 4])
    expect(report.warnings[0]).toContain('English screening scale')
  })

  it('o is not recognised, and is told how it would be', async () => {
    const { code, message } = await refused(...odd('o'))
    expect(code).toBe('layout_unknown')
    expect(message).toContain('image=filename,grade=dr_grade')
    const { project, report } = await imported(...odd('o'), '--columns', 'image=filename,grade=dr_grade')
    expect(storedGrades(project, report.labelSet)).toEqual(all)
  })

  it('one without a grade that can be used is refused before anything is stored', async () => {
    const { code, message } = await refused(...odd('o'), '--columns', 'image=filename,grade=filename')
    expect(code).toBe('labels_unreadable')
    expect(message).toMatch(/^The column "filename" holds no grade that can be used: it holds "eye1", "eye2"/)
  })
})

describe.skipIf(!present)('label files of public sets', () => {
  it('01: EyeQ gives grade, quality, patient and eye', async () => {
    const { project, report } = await imported('--images', file('01-*/photos'), '--labels', file('01-*/labels.csv'))
    expect(report).toMatchObject({ layout: 'eyeq', labels: 4, quality: { good: 2, usable: 1, reject: 1 } })
    expect(await photographs(project)).toEqual([
      ['1_left', '1', 'left', '2'],
      ['1_right', '1', 'right', '0'],
      ['2_left', '2', 'left', '1'],
      ['3_right', '3', 'right', '4'],
    ])
  })

  it('03: EyePACS is found by its two columns among others', async () => {
    const { project, report } = await imported('--images', file('03-*/photos'), '--labels', file('03-*/labels.csv'))
    expect(report).toMatchObject({ layout: 'eyepacs', labels: 4 })
    expect(await photographs(project)).toEqual([
      ['10_left', '10', 'left', '0'],
      ['10_right', '10', 'right', '0'],
      ['15_left', '15', 'left', '1'],
      ['15_right', '15', 'right', '1'],
    ])
  })

  it('13: DeepDRiD takes the filled column and names the rows that are named otherwise', async () => {
    const { project, report } = await imported('--images', file('13-*/photos'), '--labels', file('13-*/labels.csv'))
    expect(report).toMatchObject({ layout: 'deepdrid', labels: 4, rejectedRows: [] })
    expect((await photographs(project)).map(([name, patient, , grade]) => [name, patient, grade])).toEqual([
      ['7_l1', '7', '1'],
      ['7_l3', '7', '0'],
      ['7_r2', '7', '0'],
      ['7_r3', '7', '1'],
    ])
    expect(report.warnings[0]).toContain('line 3 (7_r3.jpg), line 4 (7_l3.jpg)')
  })

  it('14: what a spreadsheet did to names is told and not undone', async () => {
    const { report } = await imported('--images', file('14-*/photos'), '--labels', file('14-*/labels.csv'))
    expect(report).toMatchObject({ labels: 0, missingImages: ['12', '100000'] })
    expect(report.warnings.join(' ')).toContain('12 and 00012, 012 differ by zeros only: not joined.')
    expect(report.warnings.join(' ')).toContain('100000 and 1e5 differ by how a number is written only')
    expect(report.warnings[0]).toMatch(/^No row names a photograph of this folder/)
  })
})

describe.skipIf(!present)('photographs without a label file (case 11)', () => {
  it('have their folders for labels where these are named for grades', async () => {
    const { project, report } = await imported('--images', file('11-*/photos'))
    expect(report).toMatchObject({ layout: 'folders', labelSet: 'photos', images: 5, labels: 5 })
    expect(Object.fromEntries(report.words.map(({ word, grade }) => [word, grade]))).toEqual({
      ...{ No_DR: 0, Mild: 1, Moderate: 2, Severe: 3, Proliferate_DR: 4 },
    })
    const grades = (await photographs(project)).toSorted().map(([name, , , grade]) => [name, grade])
    expect(grades).toEqual(['e1', 'e2', 'e3', 'e4', 'e5'].map((name, grade) => [name, String(grade)]))
    const { notes } = document(await written(project, 'labels'))
    expect(notes).toEqual(['The labels came as folders and were written as CSV.'])
    expect(readFileSync(output, 'utf8').split('\n').slice(0, 2)).toEqual(['image,grade', 'Mild/e2.jpg,Mild'])
  })

  it('come in without labels where that is asked for, or where folders say nothing', async () => {
    for (const words of [
      ['--images', file('11-*/photos'), '--layout', 'none'],
      ['--images', file('01-*/photos')],
    ]) {
      const { project, report } = await imported(...words)
      expect(report).toMatchObject({ layout: null, labelSet: null, labels: 0, rejectedRows: [] })
      expect(report.unlabelledImages).toHaveLength(report.images)
      expect((await photographs(project)).every(([, , , grade]) => grade === '')).toBe(true)
    }
  })

  it('know patient and eye by their names, and by a label file that comes later', async () => {
    const { project } = await imported('--images', file('01-*/photos'))
    expect((await photographs(project)).map(([, patient, eye]) => [patient, eye])).toEqual([
      ['1', 'left'],
      ['1', 'right'],
      ['2', 'left'],
      ['3', 'right'],
    ])
    const { project: deep } = await imported('--images', file('13-*/photos'))
    expect((await photographs(deep)).map(([, , eye]) => eye)).toEqual(['left', 'left', 'right', 'right'])
    await run('import', deep, '--images', file('13-*/photos'), '--labels', file('13-*/labels.csv'))
    expect((await photographs(deep)).map(([, , eye]) => eye)).toEqual(['left', 'right', 'right', 'left'])
  })

  it('are not looked for under a layout of label files', async () => {
    const { message } = await refused('--images', file('11-*/photos'), '--layout', 'eyepacs')
    expect(message).toContain('Name the file')
  })
})

it.skipIf(!present)('every file of case 07 is among these', () => {
  const names = globSync(join(cases, '07-*/*.*')).map((path) => basename(path)[0])
  expect(names.toSorted().join('')).toBe('abcdefghijklmnopqr')
})
