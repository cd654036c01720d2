import { z } from 'zod'

/** How a teacher's labels come into a student's training; of no account where there is no teacher. */
export const noisyStudentSchema = z.strictObject({
  /** The teacher's five probabilities as they are, or the likeliest grade alone. */
  labels: z.enum(['soft', 'hard']).default('soft'),
  /** Least probability of the teacher's grade: less sure photographs get no pseudo label. */
  threshold: z.number().min(0).max(1).default(0.5),
  /** Let no grade have more pseudo labels than its even share; the surest stay. */
  balance: z.boolean().default(true),
  /** Also photographs whose label no reader has reviewed and the teacher, which never learnt from it, does not believe. */
  suspects: z.boolean().default(false),
  /** Largest share of a batch that has pseudo labels; never so large that one is shown more often than a label is. */
  share: z.number().min(0).max(0.9).default(0.5),
  /** How many times as often as others photographs with a reader's grade are shown. */
  reviewedWeight: z.int().min(1).max(10).default(2),
})
export type NoisyStudentSettings = z.infer<typeof noisyStudentSchema>
