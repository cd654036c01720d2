import { xmlPieces } from './xml-elements.ts'
import { ArchiveError } from './zip-entries.ts'

const mostRows = 1_048_576
/** Beyond this a cell belongs to no table of labels: what public sets have is under fifty columns. */
const mostColumns = 1_024
/** Cells kept of a sheet, empty ones between others included. */
export const mostCells = 8_000_000

/** Rows of a worksheet part. `show` gives a number's text by its cell's style. Throws `ArchiveError`. */
export function readSheet(
  xml: string,
  texts: readonly string[],
  show: (value: string, style: number) => string,
): string[][] {
  const rows: string[][] = []
  let row = 0
  let column = 0
  let cells = 0
  let kind = 'n'
  let style = 0
  let value = ''
  const inside: string[] = []
  for (const piece of xmlPieces(xml)) {
    if (piece.kind === 'text') {
      const place = inside.at(-1)
      if ((place === 'v' || place === 't') && !inside.includes('rPh')) value += piece.text
      continue
    }
    if (piece.kind === 'open') {
      inside.push(piece.name)
      const { attributes } = piece
      if (piece.name === 'row') {
        row = Number(attributes.get('r') ?? row + 1)
        column = 0
      } else if (piece.name === 'c') {
        column = columnOf(attributes.get('r')) ?? column + 1
        kind = attributes.get('t') ?? 'n'
        style = Number(attributes.get('s') ?? 0)
        value = ''
      }
      continue
    }
    inside.pop()
    if (piece.name !== 'c') continue
    const text = kind === 's' ? (texts[Number(value)] ?? '') : kind === 'n' ? show(value, style) : boolean(kind, value)
    if (text === '' || column > mostColumns) continue
    if (!(row >= 1 && row <= mostRows)) throw new ArchiveError('is damaged')
    while (rows.length < row) rows.push([])
    const target = rows[row - 1] ?? []
    cells += Math.max(0, column - target.length)
    if (cells > mostCells) throw new ArchiveError('holds more cells than a table of labels')
    while (target.length < column) target.push('')
    target[column - 1] = text
  }
  return rows
}

function boolean(kind: string, value: string): string {
  return kind === 'b' ? (value === '1' ? 'TRUE' : 'FALSE') : value
}

/** `BC12`: the column's number from 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0]
  if (letters === undefined) return undefined
  return [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}
