import { gradeCount } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'

/** What the members say of one photograph, in the ensemble's order of members. */
export type MemberProbabilities = readonly GradeProbabilities[]

/** The row a meta-learner sees: the members' probabilities side by side. With `fellows` (what they say of the photographs of
 *  the other eye, none where there is none), the mean of those beside it, and 1; without a fellow eye, the eye's own
 *  once more, and 0. */
export function stackedFeatures(own: MemberProbabilities, fellows?: readonly MemberProbabilities[]): number[] {
  const row = own.flat()
  if (!fellows) return row
  return [...row, ...(fellows.length > 0 ? meanRow(fellows.map((one) => one.flat())) : row), Number(fellows.length > 0)]
}

/** The mean of the members, from a row of features without a fellow eye. */
export function meanOfMembers(row: readonly number[]): number[] {
  return meanRow(
    Array.from({ length: row.length / gradeCount }, (_, k) => row.slice(k * gradeCount, (k + 1) * gradeCount)),
  )
}

function meanRow(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, k) => rows.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length)
}
