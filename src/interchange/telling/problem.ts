import { shortened } from '#shared/quote.ts'
import { scaleNames } from '../grading/screening-scale.ts'
import { fileLine } from '../label-file.ts'
import type { ReadTable } from './read-table-labels.ts'
import { listed } from './words.ts'

const otherwise = 'choose another file, or import the photographs without labels'

/** Why a file cannot be imported as it is, with the next step; null where it can. */
export function problemOf(read: ReadTable): string | null {
  return undecided(read) ?? withoutGrade(read)
}

/** A screening grade that stands for either of two is never taken for one unasked. */
function undecided({ mapping: { words, scale } }: ReadTable): string | null {
  const open = words.filter(({ choices }) => choices.length > 0)
  if (open.length === 0 || scale === null) return null
  const taken = words.flatMap(({ word, grade }) => (grade === null ? [] : [`${word} is ${grade}`]))
  const choices = open.map(({ word, choices }) => `${word} may be ${choices.join(' or ')}`)
  const ways = open[0]?.choices.map((grade) => `"${open.map(({ word }) => `${word}=${grade}`).join(',')}"`)
  return `The grades are of ${scaleNames[scale]}, which is not the ICDR scale: ${[...taken, ...choices].join(', ')}. Choose what it is to count for: ${ways?.join(' or ')} (option --grades of the command line).`
}

function withoutGrade({ table, detected, entries, mapping, rows }: ReadTable): string | null {
  if (rows.some(({ grade, rejected }) => grade !== null && rejected === null)) return null
  if (rows.length === 0) return `The label file has no rows under its header: ${otherwise}.`
  const column = detected.layout.added ? undefined : table.header.cells[detected.places.grade]?.trim()
  const where = column ? `The column "${column}"` : 'The label file'
  const cells = new Set(entries.map(({ entry }) => entry.grade?.trim() ?? ''))
  const held = listed(
    [...cells].map((cell) => (cell === '' ? 'nothing' : `"${shortened(cell)}"`)),
    6,
  )
  const [first] = rows
  const why = first?.rejected ? ` (line ${fileLine(first.line)}: ${first.rejected})` : ''
  const example = mapping.words.slice(0, 3).map(({ word }) => `${shortened(word)}=0..4`)
  const say = `Say which grade each of them stands for: "${example.join(',')}" (option --grades of the command line)`
  const next = example.length > 0 ? `${say}, name another column` : 'Name the column that holds the grades'
  return `${where} holds no grade that can be used: it holds ${held}${why}. ${next}, ${otherwise}.`
}
