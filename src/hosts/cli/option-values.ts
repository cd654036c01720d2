import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { gradesOfClasses } from '#shared/class-names.ts'
import { type ColumnMap, columnMapSchema, type GradeChoices } from '#shared/contract/imports.ts'
import { type Decision, decisionSchema, type Grade, gradeCount, gradeSchema } from '#shared/grades.ts'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import { type Lesion, lesionSchema } from '#shared/lesions.ts'

/** The value as the schema knows it, or a wrong usage with the sentence given. */
function parseAs<S extends z.ZodType>(schema: S, value: unknown, sentence: string): z.output<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new InvalidArgumentError(sentence)
  return parsed.data
}

/** Parser of a whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): (word: string) => number {
  return (word) => {
    const value = Number(word)
    if (!/^\d+$/.test(word) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`)
    }
    return value
  }
}

export function positiveNumber(word: string): number {
  const value = word.trim() === '' ? Number.NaN : Number(word)
  if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new InvalidArgumentError('It is a number above 0.')
  return value
}

/** Between 0 and 1, neither of them. */
export function shareValue(word: string): number {
  const value = positiveNumber(word)
  if (value >= 1) throw new InvalidArgumentError('It is a share between 0 and 1, such as 0.02.')
  return value
}

/** `0.485,0.456,0.406`: one number each of red, green and blue. */
export function channelValues(word: string): number[] {
  const values = word.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  if (values.length !== 3 || !values.every(Number.isFinite)) {
    throw new InvalidArgumentError('Three numbers, of red, green and blue, such as 0.485,0.456,0.406.')
  }
  return values
}

/** `mild,moderate,none,proliferative,severe`, or `1,2,0,4,3`: the grade of each output of a model. */
export function classesValue(word: string): Grade[] {
  const order = gradesOfClasses(namesValue(word))
  if (!order) {
    throw new InvalidArgumentError(
      'The five grades, in the order of the outputs, such as mild,moderate,none,proliferative,severe or 1,2,0,4,3.',
    )
  }
  return [...order]
}

/** `0.5,1.5,2.5,3.5`. */
export function cutsValue(word: string): number[] {
  const cuts = word.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const ascend = cuts.every((cut, place) => Number.isFinite(cut) && cut > (cuts[place - 1] ?? Number.NEGATIVE_INFINITY))
  if (cuts.length !== gradeCount - 1 || !ascend) {
    throw new InvalidArgumentError('Four numbers that ascend, such as 0.5,1.5,2.5,3.5.')
  }
  return cuts
}

export function gradeValue(word: string): Grade {
  return parseAs(gradeSchema, /^\d$/.test(word) ? Number(word) : word, 'A grade is 0, 1, 2, 3 or 4.')
}

export function decisionValue(word: string): Decision {
  return parseAs(decisionSchema, /^\d$/.test(word) ? Number(word) : word, 'A decision is 0, 1, 2, 3, 4 or ungradable.')
}

export function modelValue(word: string): ModelId {
  return parseAs(modelIdSchema, word, 'A model id looks like m3.')
}

/** `1-2`: two neighbouring grades. */
export function boundaryValue(word: string): [Grade, Grade] {
  const [, low, high] = /^([0-4])-([0-4])$/.exec(word) ?? []
  if (low === undefined || high === undefined || Math.abs(Number(high) - Number(low)) !== 1) {
    throw new InvalidArgumentError('A boundary is two neighbouring grades, such as 1-2.')
  }
  return [gradeValue(low), gradeValue(high)]
}

export function lesionsValue(word: string): Lesion[] {
  const names = word.split(',').map((name) => name.trim())
  return names
    .filter((name) => name !== '')
    .map((name) => parseAs(lesionSchema, name, `${name} is no lesion; known are ${lesionSchema.options.join(', ')}.`))
}

/** `a,b`: layers of a network. */
export function layersValue(word: string): string[] {
  const names = word.split(',').map((name) => name.trim())
  if (names.includes('')) throw new InvalidArgumentError('Layers are written with commas between them, such as a,b.')
  return names
}

/** `image=name,grade=level`: which column of a table holds what. */
export function columnsValue(word: string): ColumnMap {
  const pairs = word.split(',').map((pair) => {
    const equals = pair.indexOf('=')
    return [pair.slice(0, Math.max(equals, 0)).trim(), pair.slice(equals + 1).trim()]
  })
  return parseAs(columnMapSchema.strict(), Object.fromEntries(pairs), 'Columns are written image=NAME,grade=NAME.')
}

/** `R2=3,Cataract=none`: the grade that a file's own word counts for. */
export function gradesValue(text: string): GradeChoices {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [, word = '', grade = ''] = /^(.+)=([^=]*)$/.exec(part) ?? []
      const count = grade.trim() === 'none' ? null : /^[0-4]$/.test(grade.trim()) ? Number(grade) : undefined
      const sentence = 'Grades are written WORD=0..4 or WORD=none, such as "R2=3,R3A=4".'
      return [word.trim(), parseAs(gradeSchema.nullable(), word.trim() === '' ? undefined : count, sentence)]
    }),
  )
}

/** Names parted by commas. */
export function namesValue(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
