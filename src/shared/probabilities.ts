import { z } from 'zod'

/** Probabilities of the five ICDR grades, 0 to 1, summing to 1 within float32 rounding. */
export const gradeProbabilitiesSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()]).readonly()
export type GradeProbabilities = z.infer<typeof gradeProbabilitiesSchema>
