import { AppError } from '#shared/errors.ts'
import type { ModelRow } from '#store/models.ts'

/** Why a model's answers mean nothing until it has trained: it came from a file without a classifier for grades. Null for any
 *  other. Models that go on from it have trained. */
export function untrainedReason({ card }: Pick<ModelRow, 'card'>): string | null {
  return typeof card.untrained === 'string' ? card.untrained : null
}

/** Throws `AppError('conflict')` for a model that has not trained, saying what to do. `cannot`: such as "be promoted". */
export function requireTrained(model: Pick<ModelRow, 'id' | 'card'>, cannot: string): void {
  const reason = untrainedReason(model)
  if (reason === null) return
  throw new AppError(
    'conflict',
    `Model ${model.id} cannot ${cannot} before it has trained. ${reason} Fine-tune from it (start from ${model.id}), and use the model that comes of it.`,
    { details: { model: model.id, untrained: reason } },
  )
}
