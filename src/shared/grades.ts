import { z } from 'zod'
import { argMax } from '#numerics/arg-max.ts'

/** International Clinical Diabetic Retinopathy (ICDR) severity scale, Wilkinson 2003. */
export const grades = [0, 1, 2, 3, 4] as const
export const gradeSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
export type Grade = z.infer<typeof gradeSchema>

export const gradeCount = grades.length

/** Pairs of neighbouring grades. */
export const boundaries = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
] as const satisfies readonly (readonly [Grade, Grade])[]

export const gradeNames = ['None', 'Mild', 'Moderate', 'Severe', 'Proliferative'] as const satisfies readonly string[]

/** What a reader can decide about a photograph. */
export const decisionSchema = z.union([gradeSchema, z.literal('ungradable')])
export type Decision = z.infer<typeof decisionSchema>

export const ungradableReasons = ['dark', 'bright', 'blurred', 'field', 'artefact'] as const
export const ungradableReasonSchema = z.enum(ungradableReasons)
export type UngradableReason = z.infer<typeof ungradableReasonSchema>

export const phases = ['blind', 'revealed', 'adjudication'] as const
export const phaseSchema = z.enum(phases)
export type Phase = z.infer<typeof phaseSchema>

/** Why a photograph is shown blind where that checks something: a control, drawn at random, or a reader's own earlier decision
 *  asked once more. */
export const purposes = ['control', 'repeat'] as const
export type Purpose = (typeof purposes)[number]

export const eyes = ['left', 'right'] as const
export const eyeSchema = z.enum(eyes)
export type Eye = z.infer<typeof eyeSchema>

export function isGrade(value: unknown): value is Grade {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < gradeCount
}

/** Predicted grade of `n` class probabilities (arg-max). Throws where there are more classes than grades. */
export function predictedGrade(probabilities: ArrayLike<number>): Grade {
  const best = argMax(probabilities)
  if (!isGrade(best)) throw new RangeError(`No grade ${best} on the ICDR scale.`)
  return best
}
