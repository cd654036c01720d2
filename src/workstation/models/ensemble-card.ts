import { z } from 'zod'
import { ensembleKinds } from '#shared/ensembles.ts'
import { AppError } from '#shared/errors.ts'
import { modelIdSchema } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'

/** What an ensemble's card says besides what every model's does: its members, and how they are made one. */
export const ensembleCardSchema = z.object({
  members: z.array(modelIdSchema).min(2),
  by: z.enum(ensembleKinds),
  /** Whether the fellow eye's probabilities stand beside the eye's own. */
  eyes: z.boolean(),
})
export type EnsembleCard = z.infer<typeof ensembleCardSchema>

/** Undefined for a model that is a network of its own. */
export function ensembleOf({ card }: Pick<ModelRow, 'card'>): EnsembleCard | undefined {
  return card.ensemble === undefined ? undefined : ensembleCardSchema.parse(card.ensemble)
}

/** The model, where it is one network that training can go on from. Throws `AppError('recipe_invalid')` for an ensemble. */
export function requireNetwork(model: ModelRow): ModelRow {
  if (!ensembleOf(model)) return model
  throw new AppError(
    'recipe_invalid',
    `Model ${model.id} is an ensemble, and training cannot go on from it; make one of its members the current model, or start from scratch.`,
    { details: { field: 'start' } },
  )
}
