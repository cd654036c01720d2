import { deflateRawSync } from 'node:zlib'
import { zipFile } from '#interchange/testing/zip-file.ts'

const megabyte = 2 ** 20
const rows = (count: number, row: (place: number) => string) => {
  const lines = ['image,level']
  for (let place = 0; place < count; place++) lines.push(row(place))
  return Buffer.from(`${lines.join('\n')}\n`)
}

/** A workbook with one part in the place of its sheet. */
function workbookOf(sheet: string | Uint8Array): Uint8Array {
  const relation = (type: string, target: string) =>
    `<Relationship Id="r1" Type="http://x/${type}" Target="${target}"/>`
  return zipFile({
    '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': '<workbook><sheet name="S" r:id="r1"/></workbook>',
    'xl/_rels/workbook.xml.rels': relation('worksheet', 'sheet.xml'),
    'xl/sheet.xml': sheet,
  })
}

/** A workbook whose sheet unpacks to four gigabytes: the packed zeros of a megabyte, over and over. */
function gigabytes(): Uint8Array {
  const piece = deflateRawSync(Buffer.alloc(megabyte, 0x20), { level: 9, finishFlush: 2 })
  const small = Buffer.from(workbookOf('MARK'))
  const packed = Buffer.concat([...Array.from({ length: 4096 }, () => piece), deflateRawSync(Buffer.from('<x/>'))])
  return replacedEntry(small, packed)
}

/** A ZIP archive with the packed bytes of its last entry replaced; sizes and places follow, the checksum does not. */
function replacedEntry(archive: Buffer, packed: Buffer): Buffer {
  const end = archive.length - 22
  const directory = archive.readUInt32LE(end + 16)
  let last = directory
  for (let at = directory; at < end; at += 46 + archive.readUInt16LE(at + 28)) last = at
  const local = archive.readUInt32LE(last + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26)
  const listed = Buffer.from(archive.subarray(directory, end))
  listed.writeUInt32LE(packed.length, last - directory + 20)
  listed.writeUInt32LE(0xffffffff, last - directory + 24)
  const tail = Buffer.from(archive.subarray(end))
  tail.writeUInt32LE(start + packed.length, 16)
  return Buffer.concat([archive.subarray(0, start), packed, listed, tail])
}

/** Label files that fill what is read of one, by what they are. */
export const largeLabelFiles: Readonly<Record<string, () => Uint8Array>> = {
  'a million rows': () => rows(1_000_000, (place) => `${place}_left,${place % 5}`),
  'a million rows in words': () => rows(1_000_000, (place) => `${place}_left,${place % 2 ? 'No DR' : 'PDR'}`),
  'a million different words': () => rows(1_000_000, (place) => `${place}_left,word ${place}`),
  'a million repeats': () => rows(1_000_000, () => '10_left,3'),
  'a million rows without end of quotes': () => rows(1_000_000, (place) => `"${place},1`),
  'a line of 50 MB': () => Buffer.alloc(50 * megabyte, 'x'),
  'a cell of 50 MB': () => Buffer.concat([Buffer.from('image,level\n1_left,'), Buffer.alloc(50 * megabyte, 'x')]),
  'a name of 50 MB': () =>
    Buffer.concat([Buffer.from('image,level\n'), Buffer.alloc(50 * megabyte, 'x'), Buffer.from(',1\n')]),
  'a quoted cell of 50 MB': () =>
    Buffer.concat([Buffer.from('image,level\n1_left,"'), Buffer.alloc(50 * megabyte, 'x\n')]),
  'a header of 50 MB': () => Buffer.concat([Buffer.alloc(50 * megabyte, 'x'), Buffer.from(',level\n1_left,2\n')]),
  'a row of 25 million cells': () => Buffer.concat([Buffer.from('image,level\n'), Buffer.alloc(50 * megabyte, '1,')]),
  'a header of 25 million cells': () => Buffer.concat([Buffer.alloc(50 * megabyte, 'a,'), Buffer.from('\n1,2\n')]),
  '50 MB of blank lines': () =>
    Buffer.concat([Buffer.from('image,level\n'), Buffer.alloc(50 * megabyte, '\n'), Buffer.from('1_left,1')]),
  'a row of 50 million empty cells': () =>
    Buffer.concat([Buffer.from('image,level\n'), Buffer.alloc(50 * megabyte, ','), Buffer.from('\n1,2\n')]),
  '50 MB of blanks': () => Buffer.alloc(50 * megabyte, ' '),
  '50 MB of two words a line': () => Buffer.alloc(50 * megabyte, 'a 1\n'),
  '50 MB of quotes': () => Buffer.concat([Buffer.from('image,level\n'), Buffer.alloc(50 * megabyte, '"')]),
  '50 MB of zeros': () => Buffer.alloc(50 * megabyte),
  '50 MB of UTF-16': () =>
    Buffer.concat([Buffer.from('\ufeff', 'utf16le'), Buffer.alloc(50 * megabyte, Buffer.from('a,1\n', 'utf16le'))]),
  'more than is read': () => Buffer.alloc(70 * megabyte, 'a,1\n'),
  'a sheet of gigabytes': gigabytes,
  'a sheet of 120 MB': () => workbookOf(Buffer.alloc(120 * megabyte, ' ')),
  'a sheet of 10 million elements': () => workbookOf('<a>'.repeat(10_000_000)),
  'a sheet with an open tag of 100 MB': () =>
    workbookOf(Buffer.concat([Buffer.from('<c r="'), Buffer.alloc(100 * megabyte, 'x')])),
  'a sheet of a million open comments': () => workbookOf('<!--'.repeat(1_000_000)),
  'a sheet of a million open tags': () => workbookOf('<a '.repeat(1_000_000)),
  'a sheet of a million attributes': () => workbookOf(`<c ${'a="b" '.repeat(1_000_000)}`),
  'a sheet of deep texts': () => workbookOf('<t>x'.repeat(10_000_000)),
  'a sheet of wide and many rows': () =>
    workbookOf(`${'<row><c><v>1</v></c></row>'.repeat(500_000)}<row><c r="AMA500001"><v>1</v></c></row>`),
  'a sheet with one row, the last': () => workbookOf('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
  'a sheet of a million rows': () =>
    workbookOf(
      Array.from({ length: 1_000_000 }, (_, row) => `<row><c><v>${row}</v></c><c><v>${row % 5}</v></c></row>`).join(''),
    ),
}
