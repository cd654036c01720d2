import { refuseLabels } from '../label-text.ts'
import { type NumberFormat, numberFormat, shownNumber } from './number-format.ts'
import { readSheet } from './read-sheet.ts'
import { xmlPieces } from './xml-elements.ts'
import { ArchiveError, ZipEntries } from './zip-entries.ts'

export interface Sheet {
  readonly name: string
  /** Rows of cells as they are shown, empty rows where the sheet has them: a row's place is its number. */
  readonly rows: readonly (readonly string[])[]
}

const otherArchives: readonly { readonly entry: string; readonly why: string }[] = [
  { entry: 'xl/workbook.bin', why: 'is a binary Excel workbook; save it as .xlsx or CSV' },
  { entry: 'content.xml', why: 'is a LibreOffice document; save it as .xlsx or CSV' },
  { entry: 'word/document.xml', why: 'is a Word document; save its table as .xlsx or CSV' },
]

/** Whether a file is one that only Excel or an archive's reader opens. */
export function isWorkbook(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return start.startsWith('504b') || start === 'd0cf11e0'
}

/** The visible sheets of an .xlsx workbook that hold anything, in their order. Formulas count by the value that was kept with them.
 *  Throws `AppError('labels_unreadable')` for older workbooks, encrypted ones and other archives. */
export function readWorkbook(bytes: Uint8Array, fileName: string): Sheet[] {
  if (bytes[0] === 0xd0) throw refuseLabels(fileName, oldWorkbook(bytes))
  try {
    const entries = new ZipEntries(bytes)
    const other = otherArchives.find(({ entry }) => entries.has(entry))
    if (other) throw refuseLabels(fileName, other.why)
    const main = mainPart(entries)
    if (main === undefined) throw refuseLabels(fileName, 'is a ZIP archive; unpack it first')
    return sheetsOf(entries, main).filter(({ rows }) => rows.length > 0)
  } catch (cause) {
    if (!(cause instanceof ArchiveError)) throw cause
    throw refuseLabels(
      fileName,
      `looks like an Excel workbook and ${cause.message}; save it anew as .xlsx or CSV`,
      cause,
    )
  }
}

/** An encrypted workbook lies in the same container as an old one, under a name in UTF-16. */
function oldWorkbook(bytes: Uint8Array): string {
  const encrypted = Buffer.from(bytes).includes(Buffer.from('EncryptedPackage', 'utf16le'))
  return encrypted
    ? 'is an encrypted Excel workbook; save it without a password, as .xlsx or CSV'
    : 'is an old Excel workbook (.xls); save it as .xlsx or CSV'
}

function mainPart(entries: ZipEntries): string | undefined {
  const target = elements(entries.text('_rels/.rels') ?? '', 'Relationship').find((attributes) =>
    attributes.get('Type')?.endsWith('/officeDocument'),
  )
  const part = target?.get('Target')?.replace(/^\//, '') ?? 'xl/workbook.xml'
  return entries.has(part) ? part : undefined
}

function sheetsOf(entries: ZipEntries, main: string): Sheet[] {
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const xml = entries.text(main) ?? ''
  const links = elements(entries.text(`${folder}_rels/${main.slice(folder.length)}.rels`) ?? '', 'Relationship')
  const partOf = (wanted: (attributes: ReadonlyMap<string, string>) => boolean) => {
    const target = links.find(wanted)?.get('Target')
    if (target === undefined) return undefined
    return entries.text(target.startsWith('/') ? target.slice(1) : folder + target)
  }
  const byKind = (kind: string) => partOf((link) => link.get('Type')?.endsWith(`/${kind}`) === true) ?? ''
  const texts = sharedTexts(byKind('sharedStrings'))
  const formats = cellFormats(byKind('styles'))
  const [properties] = elements(xml, 'workbookPr')
  const since1904 = ['1', 'true'].includes(properties?.get('date1904') ?? '')
  return elements(xml, 'sheet').flatMap((sheet) => {
    if (sheet.get('state')?.toLowerCase().includes('hidden')) return []
    const part = partOf((link) => link.get('Id') === sheet.get('id'))
    const show = (value: string, style: number) => shownNumber(value, formats[style] ?? { kind: 'plain' }, since1904)
    return part === undefined ? [] : [{ name: sheet.get('name') ?? '', rows: readSheet(part, texts, show) }]
  })
}

/** Texts that cells point to by number. Phonetic readings beside them are left out. */
function sharedTexts(xml: string): string[] {
  const texts: string[] = []
  let text = ''
  const inside: string[] = []
  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'open') {
      inside.push(piece.name)
      if (piece.name === 'si') text = ''
    } else if (piece.kind === 'close') {
      inside.pop()
      if (piece.name === 'si') texts.push(text)
    } else if (inside.at(-1) === 't' && !inside.includes('rPh')) text += piece.text
  }
  return texts
}

/** The number format of each style of cells. */
function cellFormats(xml: string): NumberFormat[] {
  const codes = new Map(
    elements(xml, 'numFmt').map((format) => [Number(format.get('numFmtId')), format.get('formatCode')]),
  )
  const formats: NumberFormat[] = []
  let inside = false
  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'text') continue
    if (piece.name === 'cellXfs') {
      if (piece.kind === 'close') break
      inside = true
    } else if (inside && piece.kind === 'open' && piece.name === 'xf') {
      const id = Number(piece.attributes.get('numFmtId') ?? 0)
      formats.push(numberFormat(id, codes.get(id)))
    }
  }
  return formats
}

function elements(xml: string, name: string): ReadonlyMap<string, string>[] {
  const found: ReadonlyMap<string, string>[] = []
  for (const piece of xmlPieces(xml)) if (piece.kind === 'open' && piece.name === name) found.push(piece.attributes)
  return found
}
