import { z } from 'zod'
import { named } from './named.ts'

const share = z.number().min(0).lt(1)
const epsilon = z.number().positive().default(1e-8)

/** How gradients move parameters, with PyTorch's numbers unless others are given; the learning rate and the weight decay
 *  are the recipe's. */
export const optimizerSchema = named(
  z.discriminatedUnion('name', [
    z.strictObject({
      name: z.literal('sgd'),
      momentum: share.default(0.9),
      nesterov: z.boolean().default(false),
    }),
    z.strictObject({
      name: z.literal('rmsprop'),
      /** Share of the old mean of squares. */
      alpha: share.default(0.99),
      epsilon,
      centred: z.boolean().default(false),
      momentum: share.default(0),
    }),
    z.strictObject({
      name: z.literal(['adam', 'adamw', 'radam']),
      beta1: share.default(0.9),
      beta2: share.default(0.999),
      epsilon,
    }),
  ]),
)

/** Bound on the norm of all gradients together, or on each value. */
export const clippingSchema = z.strictObject({ by: z.enum(['norm', 'value']), limit: z.number().positive() })

/** Moving average of the parameters, which is what is validated and kept. */
export const averagingSchema = z.strictObject({
  decay: share,
  /** Let the decay grow from 2/11 to its value, so that a short fit's average is not mostly its start. */
  warmUp: z.boolean().default(true),
})

const factor = z.number().min(0).max(10).default(1)

/** Factors on the learning rate of each part of the network; 0 leaves a part as it is. */
export const ratesSchema = z.strictObject({ head: factor, middle: factor, first: factor })
