import { z } from 'zod'

const figure = z.number().nullable()
const interval = z.tuple([figure, figure])

/** A figure of the student beside that of the best model so far, on the same photographs. Undefined ones are null. */
const comparedFigureSchema = z.object({
  student: figure,
  best: figure,
  /** Student less best, and its 95 % interval by paired bootstrap over patients. */
  difference: figure,
  interval,
})
export type ComparedFigure = z.infer<typeof comparedFigureSchema>

const comparedSensitivitySchema = comparedFigureSchema.extend({ eyes: z.int() })
export type ComparedSensitivity = z.infer<typeof comparedSensitivitySchema>

export const roundComparisonSchema = z.object({
  /** Held-out photographs that both models have predictions for. */
  n: z.int(),
  /** Quadratic kappa. */
  kappa: comparedFigureSchema,
  /** The student's own 95 % interval. */
  kappaInterval: interval,
  /** Sensitivity to the two grades that are hardest to tell apart. */
  mild: comparedSensitivitySchema,
  moderate: comparedSensitivitySchema,
})
export type RoundComparison = z.infer<typeof roundComparisonSchema>

/** `unjudged`: too few eyes to tell; the student stays a candidate. */
export const verdicts = ['accepted', 'rejected', 'unjudged'] as const
export const roundVerdictSchema = z.enum(verdicts)
export type RoundVerdict = z.infer<typeof roundVerdictSchema>
