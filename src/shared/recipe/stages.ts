import { z } from 'zod'

/** What of the network stays as it is. `backbone`: everything before the head; its batch normalisations use their running
 *  statistics and leave them, as in PyTorch's `eval()`. `backbone-except-batch-norm`: convolutions only; batch
 *  normalisations are trained and follow their batches. `before`: everything before the parameter of that name. */
export const freezeSchema = z.union([
  z.enum(['backbone', 'backbone-except-batch-norm', 'none']),
  z.strictObject({ before: z.string().min(1) }),
])
export type Freeze = z.infer<typeof freezeSchema>

const epochs = z.int().min(1).max(1000)

/** What is frozen in the first epochs; after the last phase nothing is. The optimizer starts anew
 *  wherever that changes. */
export const phasesSchema = z.array(z.strictObject({ epochs, freeze: freezeSchema })).max(20)

/** Sides of the photographs in the first epochs, pixels; after them, the recipe's own. */
export const sizesSchema = z.array(z.strictObject({ size: z.int().min(32).max(1024), epochs })).max(20)
