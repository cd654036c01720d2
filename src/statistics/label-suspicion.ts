import { AppError } from '#shared/errors.ts'
import { argMax, type Grade, gradeNames, predictedGrade } from '#shared/grades.ts'

/** Why a label looks wrong, or right: every term that made the score, and the same in a doctor's words. */
export interface Suspicion {
  /** 0 the model is sure of the label, 1 it is sure of another. Comparable between photographs. */
  readonly score: number
  /** The grade the model would give. */
  readonly suggested: Grade
  readonly terms: {
    /** Probability of the label (self-confidence, Northcutt 2021). */
    readonly selfConfidence: number
    /** Probability of the label less the largest of the other grades; negative where the model prefers another. */
    readonly margin: number
    /** How many grades the expected grade Σ k·p(k) lies away from the label. */
    readonly gradeDistance: number
  }
  readonly sentence: string
}

/** How little a model that never trained on this photograph believes its label. `probabilities`: five, of the ICDR
 *  grades. The score is the mean of 1 − self-confidence and of the margin turned to 0..1, so that of two labels believed
 *  alike the one with a clear rival comes first. Throws `AppError('length_mismatch')`. */
export function suspicion(label: Grade, probabilities: ArrayLike<number>): Suspicion {
  if (probabilities.length !== gradeNames.length) {
    throw new AppError('length_mismatch', `A photograph has five probabilities, not ${probabilities.length}.`)
  }
  const values = Array.from(probabilities)
  const selfConfidence = values[label] as number
  const others = values.map((value, grade) => (grade === label ? Number.NEGATIVE_INFINITY : value))
  const margin = selfConfidence - (others[argMax(others)] as number)
  const expected = values.reduce((sum, value, grade) => sum + grade * value, 0)
  const score = (1 - selfConfidence + (1 - margin) / 2) / 2
  const suggested = predictedGrade(values)
  return {
    score: Math.min(1, Math.max(0, score)),
    suggested,
    terms: { selfConfidence, margin, gradeDistance: Math.abs(expected - label) },
    sentence: suspicionSentence(label, suggested, values),
  }
}

function percent(probability: number): string {
  const value = probability * 100
  if (value > 0 && value < 1) return 'under 1 %'
  if (value > 99 && value < 100) return 'over 99 %'
  return `${Math.round(value)} %`
}

function suspicionSentence(label: Grade, suggested: Grade, probabilities: readonly number[]): string {
  const ofLabel = percent(probabilities[label] as number)
  if (suggested === label) return `The model agrees with ${gradeNames[label]} (${ofLabel}).`
  const ofSuggested = percent(probabilities[suggested] as number)
  return `The model gives ${gradeNames[label]} ${ofLabel} and expects ${gradeNames[suggested]} (${ofSuggested}).`
}
