import { matchLabels } from '#interchange/match.ts'
import { nearNames } from '#interchange/name-hints.ts'
import { readLabels } from '#interchange/read-labels.ts'
import { zipFile } from '#interchange/testing/zip-file.ts'
import { Random } from '#numerics/random/counted-random.ts'
import { largeLabelFiles } from './large-label-files.ts'
import { below, mutationNames, mutations, pick } from './mutations.ts'
import { FuzzLog, type FuzzReport } from './report.ts'

/** What a spreadsheet would run, what closes nothing, and what is no text. */
const cells: readonly string[] = [
  ...['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', '-2+3', '\r=1'],
  ...['"', '""', '"open', 'a"b', '\0', 'a\0b', '\u202e1', '\ufeff', '\ud800', '眼', 'ü', '２', '1e5', '1e999'],
  ...['NaN', 'Infinity', '-0', '0x1', '٣', '2,0', '2.0', '99999999999999999999', 'No DR', 'PDR', 'R2', '<script>'],
  ...['../../x', 'C:\\x\\y.jpg', 'a/b/c.jpg', 'x'.repeat(300), 'x'.repeat(50_000), '{"a":[1]}', '%s%n', '__proto__'],
]
const headers = [
  ['image', 'level'],
  ['id_code', 'diagnosis'],
  ['Image name', 'Retinopathy grade', 'Risk of macular edema'],
  ['', 'image', 'quality', 'DR_grade'],
  ['a', 'b', 'c'],
  ['image', '__proto__'],
  ['patient_id', 'image_id', 'image_path', 'left_eye_DR_Level', 'right_eye_DR_Level', 'patient_DR_Level'],
]

function table(random: Random): string {
  const header = pick(random, headers)
  const delimiter = pick(random, [',', ';', '\t', '|', ' '])
  const newline = pick(random, ['\n', '\r\n', '\r', '\n\n'])
  const rows = Array.from({ length: below(random, 60) }, (_, row) =>
    header.map((_column, place) => {
      if (below(random, 12) === 0) return pick(random, cells)
      return place === 0 ? `${row}_${pick(random, ['left', 'right'])}` : String(below(random, 6))
    }),
  )
  const written = [...(below(random, 6) === 0 ? [] : [header]), ...rows]
  return written.map((row) => row.join(delimiter)).join(newline) + pick(random, ['', newline])
}

function encoded(text: string, random: Random): Uint8Array {
  const bytes = Buffer.from(text, pick(random, ['utf8', 'utf8', 'latin1', 'utf16le'] as const))
  return below(random, 4) === 0 ? Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) : bytes
}

/** A workbook of one sheet, its parts whole or with a piece of XML that is odd. */
function workbook(random: Random): Uint8Array {
  const sheetRows = Array.from({ length: 1 + below(random, 20) }, (_, row) => {
    const cell = (column: string, value: string) =>
      `<c r="${column}${row + 1}" t="inlineStr"><is><t>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`
    const grade = row === 0 ? 'level' : below(random, 8) === 0 ? pick(random, cells) : String(below(random, 5))
    return `<row r="${row + 1}">${cell('A', row === 0 ? 'image' : `${row}_left`)}${cell('B', grade)}</row>`
  })
  const odd = pick(random, [
    '',
    '',
    '',
    '<a>'.repeat(20_000),
    '&x;',
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    '<row r="1e9"/>',
    '<c',
  ])
  const relation = (type: string, target: string, id: string) =>
    `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`
  return zipFile({
    '_rels/.rels': `<Relationships>${relation('officeDocument', 'xl/workbook.xml', 'r0')}</Relationships>`,
    'xl/workbook.xml': '<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships>${relation('worksheet', 'worksheets/sheet1.xml', 'r1')}</Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${odd}${sheetRows.join('')}</sheetData></worksheet>`,
  })
}

const paths = Array.from({ length: 60 }, (_, row) => `folder/${row}_left.jpeg`)

/** Reads a label file as an import does, and gives the sentences that it tells. */
export function readOddLabels(bytes: Uint8Array): string[] {
  const { sentence, warnings, problem, rows } = readLabels(bytes, { fileName: 'odd.csv' })
  const { ambiguous, missing } = matchLabels(rows, paths)
  const rejected = rows.slice(0, 1000).flatMap((row) => row.rejected ?? [])
  const hints = nearNames(
    missing.map(({ name }) => name),
    paths,
  )
  return [sentence, problem ?? '', ...warnings, ...rejected, ...ambiguous.map(({ reason }) => reason), ...hints]
}

/** Tables of every layout and encoding with odd cells, workbooks, and what becomes of their bytes. `large`: with files that fill what
 *  is read of one. */
export async function fuzzLabelFiles(seed: number, count: number, { large }: { large: boolean }): Promise<FuzzReport> {
  const random = new Random(seed, 4)
  const log = new FuzzLog()
  if (large) {
    for (const [name, make] of Object.entries(largeLabelFiles)) await log.take(name, () => readOddLabels(make()))
  }
  const kinds = ['table', 'table', 'mangled', 'workbook', 'mangled workbook'] as const
  for (let input = large ? Object.keys(largeLabelFiles).length : 0; input < count; input++) {
    const kind = pick(random, kinds)
    const whole = kind.endsWith('workbook') ? workbook(random) : encoded(table(random), random)
    const bytes =
      kind.startsWith('mangled') && whole.length > 0 ? mutations[pick(random, mutationNames)](whole, random) : whole
    await log.take(`${kind} ${input}`, () => readOddLabels(bytes))
  }
  return log.report()
}
