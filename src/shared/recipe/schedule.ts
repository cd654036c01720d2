import { z } from 'zod'
import { named } from './named.ts'

/** Share of all steps in which the rate rises from nothing; the schedule proper has the steps after them. */
const warmUp = (share: number) => z.number().min(0).max(0.5).default(share)
/** Epochs; a part of one counts in steps. */
const every = z.number().positive()
const factor = z.number().positive().max(1)

/** How the learning rate changes over a fit. */
export const scheduleSchema = named(
  z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('constant'), warmUp: warmUp(0) }),
    /** Times the factor at once, `every` so many epochs. */
    z.strictObject({
      name: z.literal('step'),
      every: every.default(2),
      factor: factor.default(0.5),
      warmUp: warmUp(0),
    }),
    /** Times the factor over `every` so many epochs, a little at each step. */
    z.strictObject({
      name: z.literal('exponential'),
      every: every.default(2.4),
      factor: factor.default(0.97),
      warmUp: warmUp(0),
    }),
    // Adam's second moments are unsure in the first steps.
    z.strictObject({ name: z.literal('cosine'), warmUp: warmUp(0.05) }),
    z.strictObject({ name: z.literal('one-cycle'), warmUp: warmUp(0) }),
    /** Times the factor once the validation loss has not fallen for more than `patience` epochs. */
    z.strictObject({
      name: z.literal('plateau'),
      factor: factor.default(0.1),
      patience: z.int().min(0).default(10),
      /** Least relative fall that counts. */
      threshold: z.number().min(0).lt(1).default(1e-4),
      warmUp: warmUp(0),
    }),
  ]),
)
export type Schedule = z.infer<typeof scheduleSchema>
