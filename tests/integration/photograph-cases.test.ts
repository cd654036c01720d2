import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import type { ImportReport } from '#shared/contract/imports.ts'
import { document, regradeHere } from './command-line.ts'
import { temporaryFolder } from './made-project.ts'

const cases = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases')
const areThere = existsSync(cases)
if (!areThere) console.info(`Skipped: the cases are not in ${cases}.`)

const { folder, remove } = temporaryFolder()
afterAll(remove)

let project: string
let count = 0
beforeEach(() => {
  project = join(folder, `case-${++count}.regrade`)
})

async function run(...words: string[]) {
  const finished = await regradeHere([...words, '--json'], { home: folder })
  expect([finished.code, finished.out.slice(0, 300)]).toEqual([0, expect.any(String)])
  return document(finished)
}

async function importCase(images: string, labels: string): Promise<ImportReport> {
  await run('init', project)
  return (await run('import', project, '--images', images, '--labels', labels)) as unknown as ImportReport
}

/** Labels for a folder that has none. */
function madeLabels(...names: string[]): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `labels-${count}.csv`)
  writeFileSync(file, ['image,level', ...names.map((name) => `${name},0`), ''].join('\n'))
  return file
}

function rows<Row>(sql: string): Row[] {
  const db = new DatabaseSync(join(project, 'project.sqlite'), { readOnly: true })
  try {
    return db.prepare(sql).all() as Row[]
  } finally {
    db.close()
  }
}

/** Verdict and reasons by the rule, by name. */
function verdicts(): Map<string, { readonly verdict: string; readonly reasons: string[] }> {
  const found = rows<{ stem: string; verdict: string; reasons: string }>(
    'SELECT i.stem, q.rule_verdict AS verdict, q.reasons FROM quality q JOIN images i ON i.id = q.image_id',
  )
  return new Map(
    found.map(({ stem, verdict, reasons }) => [stem, { verdict, reasons: JSON.parse(reasons) as string[] }]),
  )
}

describe.skipIf(!areThere)('photographs as others have them', () => {
  it('04: turned and mirrored copies are each in the group of their photograph, and counted', async () => {
    const place = join(cases, '04-rotated-copies')
    const report = await importCase(join(place, 'photos'), join(place, 'labels.csv'))
    expect(report).toMatchObject({ images: 12, augmentedCopies: 8, unreadable: [], notes: [] })
    const pairs = rows<{ a: string; b: string }>(
      `SELECT i.stem AS a, j.stem AS b FROM copies k JOIN images i ON i.content_id = k.content_id
       JOIN images j ON j.content_id = k.of_id WHERE k.content_id <> k.of_id`,
    )
    const eyeOf = (name: string) => name.split('_').slice(0, 2).join('_')
    expect(pairs).toHaveLength(12)
    for (const { a, b } of pairs) expect(eyeOf(a)).toBe(eyeOf(b))
    const again = await run('import', project, '--images', join(place, 'photos'), '--labels', join(place, 'labels.csv'))
    expect(again).toEqual(report)
  })

  it('08: a photograph without a border of its retina comes in, and is no reject for being square', async () => {
    const place = join(cases, '08-no-retina-aborts-import')
    const report = await importCase(join(place, 'photos'), join(place, 'labels.csv'))
    expect(report).toMatchObject({ images: 3, labels: 3, unreadable: [] })
    const found = verdicts()
    expect(found.get('12_left')).toEqual({ verdict: 'usable', reasons: ['no_border'] })
    expect(found.get('10_left')?.verdict).toBe('good')
    expect(await run('screen', project)).toMatchObject({ images: 3, unreadable: [] })
  })

  it('09: odd photographs are judged by what is seen; what is foreign says what to do', async () => {
    const place = join(cases, '09-odd-photographs')
    const report = await importCase(place, madeLabels('black', 'white', 'square_crop'))
    const reasons = new Map(report.unreadable.map(({ file, reason }) => [file, reason]))
    expect([...reasons.keys()].sort()).toEqual(['bmp.bmp', 'oph.dcm', 'phone.heic'])
    expect(reasons.get('bmp.bmp')).toMatch(/BMP picture\. Save it as PNG or JPEG\.$/)
    expect(reasons.get('oph.dcm')).toMatch(/DICOM.*Export it as JPEG, PNG or TIFF\.$/)
    expect(reasons.get('phone.heic')).toMatch(/HEIC.*Save it as JPEG or PNG\.$/)
    expect(report.notes).toEqual([
      { file: 'grey12in16.tif', note: expect.stringMatching(/12 of 16 bits.*stretched/) },
      { file: 'multipage.tif', note: 'The file has 2 pages; the first was read.' },
    ])
    const found = verdicts()
    expect(found.get('black')).toEqual({ verdict: 'reject', reasons: ['underexposed', 'no_retina'] })
    expect(found.get('zz_black')?.verdict).toBe('reject')
    expect(found.get('white')).toEqual({ verdict: 'reject', reasons: ['overexposed', 'no_retina'] })
    expect(found.get('white_background')).toEqual({ verdict: 'good', reasons: [] })
    expect(found.get('ben_graham')).toEqual({ verdict: 'good', reasons: [] })
    expect(found.get('grey12in16')).toEqual({ verdict: 'good', reasons: [] })
    expect(found.get('square_crop')).toEqual({ verdict: 'usable', reasons: ['no_border'] })
    expect(report.images).toBe(8)
  })

  it('09: files without a project are measured as far as they can be read', async () => {
    const files = ['square_crop.jpg', 'phone.heic', 'multipage.tif'].map((name) =>
      join(cases, '09-odd-photographs', name),
    )
    const measured = await run('quality', ...files)
    expect(measured).toMatchObject({
      images: [{ verdict: 'usable', notes: [] }, { notes: [expect.stringContaining('2 pages')] }],
      unreadable: [{ file: files[1], code: 'image_unreadable' }],
    })
  })

  it('15: a damaged JPEG comes in and is a reject for that', async () => {
    const place = join(cases, '15-damaged-jpegs')
    const report = await importCase(place, madeLabels('cut_jpg_0', 'splice_jpg_4', 'zero_jpg_2'))
    expect(report).toMatchObject({ images: 3, labels: 3, unreadable: [] })
    for (const { verdict, reasons } of verdicts().values()) {
      expect(verdict).toBe('reject')
      expect(reasons[0]).toBe('damaged')
    }
  })
})
