import { type Grade, gradeNames, grades, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'

/** The mean of the grades, each as likely as the model says. */
export function expectedGrade(probabilities: GradeProbabilities): number {
  return grades.reduce<number>((sum, grade) => sum + grade * probabilities[grade], 0)
}

/** How far changes move the grade, in one line. The first is the photograph as it is; null until there is one change. */
export function spreadSentence(found: readonly GradeProbabilities[]): string | null {
  const [asItIs, ...changed] = found
  if (!asItIs || changed.length === 0) return null
  const said = predictedGrade(asItIs)
  const others = changed.map(predictedGrade).filter((grade) => grade !== said)
  const expected = found.map(expectedGrade)
  const [least, most] = [Math.min(...expected), Math.max(...expected)]
  const stays = `${name(said)} under ${changed.length - others.length} of ${changed.length} changes`
  const moves = grades.flatMap((grade) => {
    const times = others.filter((one) => one === grade).length
    return times === 0 ? [] : [`${name(grade)} under ${times}`]
  })
  return `${[stays, ...moves].join(', ')}. Expected grade ${figure(least)} to ${figure(most)}, ${figure(expected[0] ?? 0)} as it is.`
}

const name = (grade: Grade) => `${grade} ${gradeNames[grade]}`
const figure = (grade: number) => grade.toFixed(2)
