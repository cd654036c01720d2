import { z } from 'zod'
import type { ModelOrigin } from '#learning/models/model-origin.ts'
import type { ModelRow } from '#store/models.ts'

const keptSchema = z.object({
  notes: z.array(z.string()),
  /** Side by side in one text, as a starter's. */
  learntFrom: z.string(),
})

/** What a project keeps of an imported file's word on its origin. */
export function originToKeep({ notes, learntFrom }: ModelOrigin): z.infer<typeof keptSchema> {
  return { notes, learntFrom: learntFrom.join(' ') }
}

/** Undefined for a model that did not come from a file which says. */
export function keptOrigin({ card }: Pick<ModelRow, 'card'>): z.infer<typeof keptSchema> | undefined {
  return card.origin === undefined ? undefined : keptSchema.parse(card.origin)
}
