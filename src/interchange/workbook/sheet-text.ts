import { stringify } from 'csv-stringify/sync'
import { refuseLabels } from '../label-text.ts'
import { mostCells } from './read-sheet.ts'
import { readWorkbook } from './read-workbook.ts'

/** Sheets as CSV, each row on the line of its number: a workbook is read, and its labels are written again, as the text that Excel
 *  itself would save. Throws `AppError('labels_unreadable')`. */
export function workbookTexts(bytes: Uint8Array, fileName: string): { readonly name: string; readonly text: string }[] {
  return readWorkbook(bytes, fileName).map(({ name, rows }) => {
    const width = rows.reduce((widest, row) => Math.max(widest, row.length), 0)
    if (width * rows.length > mostCells) {
      throw refuseLabels(
        fileName,
        `has a sheet of ${rows.length} rows and ${width} columns; leave out what is no label`,
      )
    }
    const whole = rows.map((row) =>
      Array.from({ length: width }, (_, column) => (row[column] ?? '').replaceAll(/\s*[\r\n]+\s*/g, ' ')),
    )
    return { name, text: stringify(whole, { record_delimiter: '\r\n' }) }
  })
}
