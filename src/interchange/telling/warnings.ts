import type { GradeWord } from '#shared/contract/imports.ts'
import { gradeNames } from '#shared/grades.ts'
import { shortened } from '#shared/quote.ts'
import { scaleNames } from '../grading/screening-scale.ts'
import { fileLine } from '../label-file.ts'
import type { ReadTable } from './read-table-labels.ts'
import { counted, lastName, listed } from './words.ts'

/** What a person should know before these labels count. */
export function warningsOf(read: ReadTable): string[] {
  const { mapping, sheet } = read
  const warnings: (string | false)[] = [
    sheet !== null && sheet.of > 1 && `The workbook has ${sheet.of} sheets; “${sheet.name}” was read.`,
    mapping.scale !== null &&
      mapping.words.every(({ choices }) => choices.length === 0) &&
      `The grades are of ${scaleNames[mapping.scale]}, not of the ICDR scale.`,
    wordsAmongDigits(mapping.words),
    mapping.footnotes > 0 && `${counted(mapping.footnotes, 'grade')} had a footnote mark, which was passed over.`,
    otherEye(read),
    calledUnfit(read),
  ]
  return warnings.filter((warning) => warning !== false)
}

/** Which words count for which grades; null where none does. Where the words themselves are shown, this need not be said. */
export function takenWords(words: readonly GradeWord[]): string | null {
  const taken = words.flatMap(({ word, grade, rows }) =>
    grade === null ? [] : [`“${shortened(word)}” is ${grade} ${gradeNames[grade]} (${counted(rows, 'row')})`],
  )
  return taken.length > 0 ? `Words were taken for grades: ${listed(taken, 12)}.` : null
}

function wordsAmongDigits(words: readonly GradeWord[]): string | false {
  const left = words.filter(({ offered, grade, chosen }) => offered !== null && grade === null && !chosen)
  const named = listed(left.map(({ word, offered }) => `“${shortened(word)}” (it may be ${offered})`))
  return left.length > 0 && `Words among digits were not taken for grades: ${named}. Say so where they are to count.`
}

function otherEye({ entries, detected: { layout } }: ReadTable): string | false {
  const rows = entries.flatMap(({ entry: { name, otherEye }, line }) =>
    otherEye ? [`line ${fileLine(line)} (${lastName(name)})`] : [],
  )
  return (
    rows.length > 0 &&
    `In ${counted(rows.length, 'row')} the name is of one eye and ${layout.title} has the grade of the other; the filled column counts, for grade and eye: ${listed(rows, 20)}.`
  )
}

function calledUnfit({ rows }: ReadTable): string | false {
  const unfit = rows.filter(({ quality, rejected }) => quality === 'reject' && rejected === null)
  const names = listed(unfit.map(({ name }) => lastName(name)))
  return (
    unfit.length > 0 &&
    `The file calls ${counted(unfit.length, 'photograph')} unfit and grades them all the same: ${names}.`
  )
}
