import type { Grade } from '#shared/grades.ts'

/** P(grade of one eye | grade of its fellow): rows the fellow's grade. */
export type FellowEyes = readonly (readonly number[])[]

/** EyePACS, before any pair has been seen. The row of Mild is measured; the others are the symmetrical table with EyePACS's
 *  shares of the grades and its kappa of 0.871 between the eyes, in which confusions fall off with distance. */
const eyepacs: FellowEyes = [
  [0.953, 0.028, 0.014, 0.003, 0.002],
  [0.3, 0.55, 0.14, 0.006, 0.004],
  [0.068, 0.065, 0.83, 0.026, 0.011],
  [0.083, 0.017, 0.153, 0.69, 0.057],
  [0.046, 0.014, 0.084, 0.069, 0.787],
]

/** As many pairs of each grade does what is known beforehand count for. */
const strength = 20

/** How alike fellow eyes of this project are. `pairs`: the grades of the two eyes of a patient, in any order. */
export function estimateFellowEyes(pairs: Iterable<readonly [Grade, Grade]>): FellowEyes {
  const counts = eyepacs.map((row) => row.map((share) => share * strength))
  const count = (fellow: Grade, grade: Grade) => {
    const row = counts[fellow] as number[]
    row[grade] = (row[grade] as number) + 1
  }
  for (const [a, b] of pairs) {
    count(a, b)
    count(b, a)
  }
  return counts.map((row) => {
    const total = row.reduce((sum, value) => sum + value, 0)
    return row.map((value) => value / total)
  })
}

/** How much likelier each grade is beside a fellow eye of this one than it is anyhow. `shares`: of the grades in the project. */
export function fellowEyeLift(table: FellowEyes, shares: readonly number[], fellow: Grade): number[] {
  return (table[fellow] as readonly number[]).map((chance, grade) => chance / (shares[grade] as number))
}
