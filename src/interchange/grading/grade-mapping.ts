import type { GradeChoices, GradeWord } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, isGrade } from '#shared/grades.ts'
import { shortened } from '#shared/quote.ts'
import { listed } from '../telling/words.ts'
import { valueText } from './cell-text.ts'
import { type Meaning, meaningOf, wordKey } from './grade-words.ts'
import { icdrGrades, type ScreeningScale, scaleOf, screeningGrade } from './screening-scale.ts'

export interface GradeReading {
  readonly grade: Grade | null
  /** Why there is none. */
  readonly reason: string | null
}

/** What the cells of a grade column mean. */
export interface GradeMapping {
  readonly scale: ScreeningScale | null
  /** What the column holds beside 0 to 4, the most frequent first. */
  readonly words: readonly GradeWord[]
  /** Cells whose footnote mark was passed over. */
  readonly footnotes: number
  readonly read: (cell: string | undefined) => GradeReading
}

type Word = GradeWord & { readonly key: string; readonly meaning: Meaning | undefined }

/** What programs write where a value is missing. */
const missing = new Set(['', 'nan', 'null', 'na', 'n a', 'nil', 'missing', 'unknown', '?'])

/** Reads a column of grades. Words of the ICDR scale are taken for their grades where the column is written in words; where most of it
 *  is digits, a word among them is offered and waits for a choice. A choice of the user's wins over all. Throws `AppError('usage')`
 *  for a choice of what the column does not hold. */
export function mapGrades(cells: readonly (string | undefined)[], choices: GradeChoices = {}): GradeMapping {
  const values = rememberedValues()
  const texts = cells.map((cell) => values(cell ?? ''))
  const counts = new Map<string, { word: string; rows: number }>()
  let digits = 0
  for (const { text } of texts) {
    if (plainGrade(text) !== undefined) digits++
    if (text === '') continue
    const word = screeningGrade(text) ?? text
    const key = keyOf(text)
    const known = counts.get(key)
    if (known) known.rows++
    else counts.set(key, { word, rows: 1 })
  }
  const found = [...counts.keys()].flatMap((key) => (/^R\d/.test(key) ? [key] : []))
  const scale = found.length > 0 ? scaleOf(found) : null
  const chosen = choicesByKey(choices, counts)
  const wordRows = [...counts].reduce((sum, [key, { rows }]) => sum + (isWord(key) ? rows : 0), 0)
  const inWords = wordRows >= digits
  const words = [...counts].map(([key, { word, rows }]) => wordOf(key, word, rows, { scale, chosen, inWords }))
  const byKey = new Map(words.map((one) => [one.key, one]))
  return {
    scale,
    words: listedWords(words).map(({ key: _key, meaning: _meaning, ...one }) => one),
    footnotes: texts.filter(({ text, footnoted }) => footnoted && plainGrade(text) !== undefined).length,
    read: (cell) => read(cell === undefined ? undefined : values(cell).text, byKey),
  }
}

/** A column that holds no grades may hold a name for every row: of what means nothing, the most frequent are enough. */
const mostWords = 50

function listedWords(words: readonly Word[]): Word[] {
  const others = words
    .filter(({ key, word, chosen }) => chosen || (!missing.has(key) && plainGrade(word) === undefined))
    .toSorted((a, b) => b.rows - a.rows)
  const means = ({ offered, choices, chosen }: Word) => offered !== null || choices.length > 0 || chosen
  const spare = new Set(others.filter((word) => !means(word)).slice(0, mostWords))
  return others.filter((word) => means(word) || spare.has(word))
}

function keyOf(text: string): string {
  const number = numberOf(text)
  return number === undefined ? (screeningGrade(text) ?? wordKey(text)) : String(number)
}

function isWord(key: string): boolean {
  return !missing.has(key) && numberOf(key) === undefined
}

function choicesByKey(choices: GradeChoices, counts: ReadonlyMap<string, { word: string }>): Map<string, Grade | null> {
  return new Map(
    Object.entries(choices).map(([word, grade]) => {
      const key = keyOf(valueText(word).text)
      if (counts.has(key)) return [key, grade]
      const held = [...counts.values()].map((one) => `"${shortened(one.word)}"`)
      throw new AppError('usage', `The grade column holds no "${word}"; it holds ${listed(held, 12)}.`)
    }),
  )
}

function wordOf(
  key: string,
  word: string,
  rows: number,
  context: { scale: ScreeningScale | null; chosen: ReadonlyMap<string, Grade | null>; inWords: boolean },
): Word {
  const may = context.scale !== null && /^R\d/.test(key) ? icdrGrades(context.scale, key) : []
  const meaning = key === 'R6' ? 'ungradable' : may.length > 0 ? only(may) : meaningOfCell(key, word, context.inWords)
  const offered = isGrade(meaning) ? meaning : null
  const choice = context.chosen.get(key)
  const taken = may.length > 0 || context.inWords || !isWord(key) ? offered : null
  return {
    ...{ key, word, rows, meaning, offered },
    grade: choice === undefined ? taken : choice,
    choices: choice === undefined && may.length > 1 ? [...may] : [],
    chosen: choice !== undefined,
  }
}

function only(grades: readonly Grade[]): Grade | undefined {
  return grades.length === 1 ? grades[0] : undefined
}

/** Among digits, `None` is what Python writes for a missing value. */
function meaningOfCell(key: string, word: string, inWords: boolean): Meaning | undefined {
  if (!isWord(key)) return plainGrade(word)
  return key === 'none' && !inWords ? undefined : meaningOf(word)
}

/** A long column holds few different cells. */
function rememberedValues(): typeof valueText {
  const known = new Map<string, ReturnType<typeof valueText>>()
  return (cell) => {
    const value = known.get(cell) ?? valueText(cell)
    known.set(cell, value)
    return value
  }
}

function read(text: string | undefined, words: ReadonlyMap<string, Word>): GradeReading {
  if (text === undefined) return refused('the row is too short to hold a grade')
  if (text === '') return refused('the grade is missing')
  const word = words.get(keyOf(text))
  if (word && word.grade !== null) return { grade: word.grade, reason: null }
  if (word?.chosen) return refused(`"${shortened(text)}" was chosen to be no grade`)
  if (word?.meaning === 'ungradable') return refused('ungradable by its file')
  if (word && word.choices.length > 0) return refused(`"${shortened(text)}" may be grade ${word.choices.join(' or ')}`)
  const number = numberOf(text)
  if (number === undefined) return refused(`"${shortened(text)}" is no grade`)
  if (!Number.isInteger(number)) return refused(`grade ${shortened(text)} is not a whole number`)
  return refused(`grade ${shortened(text)} is outside 0 to 4`)
}

function refused(reason: string): GradeReading {
  return { grade: null, reason }
}

/** A whole grade from 0 to 4. Files that went through floating point say 2.0, or 2,0, and mean it. */
export function plainGrade(text: string): Grade | undefined {
  return /^\+?[0-4](?:[.,]0*)?$/.test(text) ? (Number.parseInt(text, 10) as Grade) : undefined
}

/** Whether a cell alone looks like a grade, in digits or in words. */
export function isGradeCell(cell: string): boolean {
  const { text } = valueText(cell)
  return plainGrade(text) !== undefined || meaningOf(text) !== undefined || screeningGrade(text) !== undefined
}

function numberOf(text: string): number | undefined {
  return /^[-+]?\d+(?:[.,]\d*)?$/.test(text) ? Number(text.replace(',', '.')) : undefined
}
