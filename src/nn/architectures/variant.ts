import { z } from 'zod'

/** `same` is TensorFlow's: just what a window needs to begin at every stride, one more behind than before where that is
 *  odd, so that it depends on the size of the image. */
export const paddings = ['symmetric', 'same'] as const
export type Padding = (typeof paddings)[number]

/** How a network differs from the published one of its architecture's name. Its file says so, so that it can be written
 *  again. */
export const networkVariantSchema = z
  .object({
    /** Compound coefficient on top of the architecture's own scaling; 0 leaves it. */
    phi: z.number(),
    /** EfficientNet's as TensorFlow trained it: `same`, with an epsilon of batch normalisation of 1e-3. */
    padding: z.enum(paddings),
    epsilon: z.number(),
  })
  .partial()
export type NetworkVariant = z.infer<typeof networkVariantSchema>
