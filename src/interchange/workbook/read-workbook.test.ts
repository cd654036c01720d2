import { describe, expect, it } from 'vitest'
import type { ImageId } from '#shared/ids.ts'
import { readLabels } from '../read-labels.ts'
import { zipFile } from '../testing/zip-file.ts'
import { writeLabels } from '../write-labels.ts'
import { readWorkbook } from './read-workbook.ts'

const relationships = (...links: [id: string, kind: string, target: string][]) =>
  `<Relationships>${links.map(([id, kind, target]) => `<Relationship Id="${id}" Type="http://x/relationships/${kind}" Target="${target}"/>`).join('')}</Relationships>`

const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/><numFmt numFmtId="165" formatCode="[$-409]d\\ mmm;@"/></numFmts>
  <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
  <cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>`

/** A workbook of these sheets, as XML of their rows. */
function workbook(sheets: Record<string, string>, { properties = '', texts = '', state = '' } = {}): Buffer {
  const names = Object.keys(sheets)
  const listed = names.map(
    (name, place) => `<x:sheet name="${name}" sheetId="${place + 1}" r:id="r${place}"${place === 0 ? state : ''}/>`,
  )
  return zipFile({
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationships(['a', 'officeDocument', 'xl/workbook.xml']),
    'xl/workbook.xml': `<?xml version="1.0"?><x:workbook>${properties}<x:sheets>${listed.join('')}</x:sheets></x:workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(
      ...names.map((_, place): [string, string, string] => [`r${place}`, 'worksheet', `worksheets/s${place}.xml`]),
      ['s', 'sharedStrings', '/xl/sharedStrings.xml'],
      ['t', 'styles', 'styles.xml'],
    ),
    'xl/sharedStrings.xml': `<sst>${texts}</sst>`,
    'xl/styles.xml': styles,
    ...Object.fromEntries(
      names.map((name, place) => [
        `xl/worksheets/s${place}.xml`,
        `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`,
      ]),
    ),
  })
}

const header = '<row r="1"><c r="A1" t="inlineStr"><is><t>image</t></is></c><c r="B1" t="str"><v>level</v></c></row>'
const sheetRow = (name: string, grade: string) =>
  `<row><c t="inlineStr"><is><t>${name}</t></is></c><c><v>${grade}</v></c></row>`

describe('a workbook', () => {
  it('is read as its cells are shown', () => {
    const rows = `${header}
      <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3"><f>1+1</f><v>2</v></c></row>
      <row r="4"><c r="A4" s="1"><v>12</v></c><c r="B4" t="s"><v>1</v></c></row>
      <row r="5"><c r="A5" s="2"><v>45293</v></c><c r="B5" s="3"><v>45293.5</v></c><c r="D5" t="b"><v>1</v></c></row>
      <row r="6"><c r="A6"><v>1E5</v></c><c r="B6" t="e"><v>#N/A</v></c><c r="C6"><v>0.1</v></c></row>`
    const texts =
      '<si><r><t>ey</t></r><r><rPr/><t xml:space="preserve">e &amp; 1&#x41;</t></r><rPh><t>no</t></rPh></si><si><t><![CDATA[<PDR>]]></t></si>'
    expect(readWorkbook(workbook({ Labels: rows }, { texts }), 'a.xlsx')).toEqual([
      {
        name: 'Labels',
        rows: [
          ['image', 'level'],
          [],
          ['eye & 1A', '2'],
          ['00012', '<PDR>'],
          ['2024-01-02', '2024-01-02', '', 'TRUE'],
          ['100000', '#N/A', '0.1'],
        ],
      },
    ])
  })

  it('counts days from 1904 where it says so', () => {
    const book = workbook({ A: '<row><c s="2"><v>1</v></c></row>' }, { properties: '<workbookPr date1904="1"/>' })
    expect(readWorkbook(book, 'a.xlsx')[0]?.rows).toEqual([['1904-01-02']])
  })

  it('gives its labels from the first visible sheet that holds some, by the numbers of its rows', () => {
    const notes = '<row><c t="str"><v>Made by hand</v></c></row>'
    const labels = `${header}${sheetRow('10_left', '2')}<row r="7"><c r="A7" t="str"><v>10_right</v></c><c r="B7"><v>9</v></c></row>`
    const file = readLabels(workbook({ Old: header, Notes: notes, Grades: labels }, { state: ' state="hidden"' }), {
      fileName: 'a.xlsx',
    })
    expect(file).toMatchObject({
      layout: 'eyepacs',
      sentence: 'EyePACS: 2 rows of the sheet “Grades”; patient and eye are in the names.',
      warnings: ['The workbook has 2 sheets; “Grades” was read.'],
    })
    expect(file.rows.map(({ line, name, grade }) => [line, name, grade])).toEqual([
      [2, '10_left', 2],
      [7, '10_right', null],
    ])
  })

  it('is written as CSV, and says so', () => {
    const file = readLabels(workbook({ A: `${header}${sheetRow('a, b', '2')}${sheetRow('c', '1')}` }), {
      fileName: 'a.xlsx',
    })
    const rows = file.rows.map((row, index) => ({ ...row, image: (index + 1) as ImageId }))
    const current = new Map([[2 as ImageId, { state: 'read' as const, grade: 3 as const }]])
    const written = writeLabels({ name: 'a', shape: JSON.parse(JSON.stringify(file.shape)) }, rows, current)
    expect(written.text).toBe('image,level\r\n"a, b",2\r\nc,3\r\n')
    expect(written.notes).toEqual(['The labels came in a workbook and were written as CSV.'])
  })

  it.each([
    [
      'an encrypted one',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]),
      /without a password, as \.xlsx or CSV/,
    ],
    ['an old one', Buffer.from('d0cf11e0a1b11ae1', 'hex'), /old Excel workbook \(\.xls\); save it as \.xlsx or CSV/],
    ['a binary one', zipFile({ 'xl/workbook.bin': 'x' }), /binary Excel workbook; save it as \.xlsx or CSV/],
    [
      'one of LibreOffice',
      zipFile({ mimetype: 'x', 'content.xml': 'x' }),
      /LibreOffice document; save it as \.xlsx or CSV/,
    ],
    ['any archive', zipFile({ 'labels.csv': 'image,level' }), /ZIP archive; unpack it first/],
    ['half of one', workbook({ A: header }).subarray(0, 300), /cut off; save it anew/],
    [
      'one that says nothing',
      workbook({ A: '' }),
      /no label file: it is a workbook without a sheet that holds anything/,
    ],
    ['one made to fill the memory', workbook({ A: ' '.repeat(129 * 1024 * 1024) }), /unpacks to more than a table/],
    [
      'one of too many parts',
      zipFile(Object.fromEntries(Array.from({ length: 2_001 }, (_, place) => [`${place}`, '']))),
      /more files than any workbook/,
    ],
  ])('%s is refused with the next step', (_, bytes, message) => {
    expect(() => readLabels(bytes, { fileName: 'a.xlsx' })).toThrow(
      expect.objectContaining({ code: 'labels_unreadable', message: expect.stringMatching(message) }),
    )
  })

  it('that defines its own entities has them left as they are', () => {
    const bomb = '<!DOCTYPE a [<!ENTITY b "bbbb">]>'
    const book = workbook({ A: '<row><c t="str"><v>&b;</v></c></row>' }, { properties: bomb })
    expect(readWorkbook(book, 'a.xlsx')[0]?.rows).toEqual([['&b;']])
  })
})
