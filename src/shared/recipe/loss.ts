import { z } from 'zod'
import { gradeCount } from '../grades.ts'

/** What the network's outputs mean: a score a grade, the chances of at least grade k, or the grade itself. */
export const headSchema = z.enum(['softmax', 'ordinal', 'regression'])

/** What turns the last map into outputs: the network's own mean and linear layer, or mean and maximum side by side and a
 *  hidden layer. */
export const classifierSchema = z.enum(['linear', 'concatenated-pool'])

export const lossSchema = z.enum(['cross-entropy', 'ordinal', 'mean-squared', 'quadratic-kappa'])

/** What a photograph of each grade counts for in the loss. */
export const classWeightsSchema = z
  .array(z.number().min(0))
  .length(gradeCount)
  .refine((weights) => weights.some((weight) => weight > 0), 'a grade must count for something')

/** `weight`: what the mean loss of oedema risks over the labelled photographs of a batch counts for beside that of grades. */
export const oedemaSchema = z.strictObject({ weight: z.number().positive().max(100).default(1) })
