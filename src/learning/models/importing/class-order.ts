import { gradesOfClasses } from '#shared/class-names.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { classesIn } from './classes-in-metadata.ts'
import { orderNote, someOf } from './import-notes.ts'

/** Which grade each output of a model is. */
export interface ClassOrder {
  readonly grades: readonly Grade[]
  /** As the file names its classes, where it does. */
  readonly names: readonly string[] | null
  /** In a sentence, where anybody said so. */
  readonly note: string
}

/** The order of a model's classes, as whoever imports it says, else as its file does; undefined where neither says. Throws
 *  `AppError('model_unreadable')` where the file names classes that are no grades. */
export function classOrder(
  metadata: ReadonlyMap<string, string>,
  asked: readonly Grade[] | undefined,
): ClassOrder | undefined {
  const named = classesIn(metadata, gradeCount)
  const told = named && gradesOfClasses(named.names)
  if (asked) {
    const against = told && told.join() !== asked.join() ? ` The file itself says ${named?.names.join(', ')}.` : ''
    const names = named?.names ?? null
    return { grades: asked, names, note: `${orderNote(asked, names ?? [], 'what was given')}${against}` }
  }
  if (!named) return undefined
  if (told) return { grades: told, names: named.names, note: orderNote(told, named.names, `the file’s “${named.key}”`) }
  throw new AppError(
    'model_unreadable',
    `The file names its classes ${named.names.join(', ')} (“${named.key}”), which are not the five grades. If they are, give the grade of each as their order.`,
  )
}

/** Throws `AppError('model_unreadable')` where a file names as many classes as it has outputs, and these are no grades: steps from
 *  grade to grade have no such names. */
export function requireNoOtherClasses(metadata: ReadonlyMap<string, string>, outputs: number): void {
  const named = outputs === gradeCount || outputs < 2 ? undefined : classesIn(metadata, outputs)
  if (!named) return
  throw new AppError(
    'model_unreadable',
    `The model tells ${outputs} classes apart, ${someOf(named.names, outputs)} (“${named.key}”); the ICDR scale has five.`,
  )
}

/** For each grade the output that it is. */
export function outputsByGrade(order: readonly Grade[]): number[] {
  return Array.from({ length: gradeCount }, (_, grade) => order.indexOf(grade as Grade))
}
