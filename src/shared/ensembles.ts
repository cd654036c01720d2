import { z } from 'zod'
import { modelIdSchema } from './ids.ts'

/** How several models are made one: the mean of their probabilities, or a meta-learner over them. */
export const ensembleKinds = ['average', 'logistic', 'forest', 'boosting', 'svm'] as const
export type EnsembleKind = (typeof ensembleKinds)[number]

export const combineRequestSchema = z.object({
  members: z.array(modelIdSchema).min(2).max(50),
  by: z.enum(ensembleKinds).default('average'),
  /** With the fellow eye's probabilities beside the eye's own. */
  eyes: z.boolean().default(false),
  /** The members' names where left out. */
  name: z.string().min(1).optional(),
})
export type CombineRequest = z.infer<typeof combineRequestSchema>
