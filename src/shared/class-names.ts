import { type Grade, gradeCount, gradeSchema } from './grades.ts'

const severities: readonly (readonly [RegExp, Grade])[] = [
  [/\bmild\b/, 1],
  [/\bmoderate\b/, 2],
  [/\bsevere\b/, 3],
  [/\bprolif\w*|\bpdr\b/, 4],
  [/^(no|none|normal|healthy|negative|without|absent)\b/, 0],
]

/** The grade that a model's maker calls so: a number, or a name of the ICDR scale in any of its spellings, such as `No_DR`,
 *  `mild NPDR`, `Proliferate_DR` or `class_3`. Undefined for anything else. */
export function gradeOfClass(name: string): Grade | undefined {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(/\b(no|non)(dr|rdr)\b/, '$1 $2')
    .replace(/\bnon ?prolif\w*/, 'npdr')
    .trim()
  const [, digit] = /^(?:(?:class|grade|level|label|stage|dr|icdr)? ?)(\d)$/.exec(plain) ?? []
  if (digit !== undefined) return gradeSchema.safeParse(Number(digit)).data
  const told = severities.filter(([pattern]) => pattern.test(plain)).map(([, grade]) => grade)
  return told.length === 1 ? told[0] : undefined
}

/** What grade each of a model's classes is. Undefined unless every grade is there once. */
export function gradesOfClasses(names: readonly string[]): readonly Grade[] | undefined {
  const found = names.flatMap((name) => gradeOfClass(name) ?? [])
  return found.length === names.length && isOrder(found) ? found : undefined
}

/** Whether each grade stands in a list once. */
export function isOrder(grades: readonly Grade[]): boolean {
  return grades.length === gradeCount && new Set(grades).size === gradeCount
}

/** Whether classes come as grades do. */
export function isUsualOrder(grades: readonly Grade[]): boolean {
  return grades.every((grade, place) => grade === place)
}
