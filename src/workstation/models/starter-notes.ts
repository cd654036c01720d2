import { z } from 'zod'
import { starterNotesSchema } from '#shared/contract/training.ts'
import type { ModelRow } from '#store/models.ts'
import type { StarterCard } from './starter-file.ts'

const keptSchema = starterNotesSchema.extend({
  /** Hashes side by side in one text: the current model's card is read with every grade, and a list would take half a
   *  millisecond of each. */
  learntFrom: z.string(),
})
type KeptNotes = z.infer<typeof keptSchema>

/** What a project keeps of a starter's card, besides what it keeps of every model. */
export function notesToKeep({ trainedOn, attribution, licence, heldOut, heldOutHow, limits, learntFrom }: StarterCard) {
  const notes: KeptNotes = {
    ...{ trainedOn, attribution, licence, heldOut, heldOutHow, limits },
    learntFrom: learntFrom.join(' '),
  }
  return notes
}

/** Undefined for a model that did not come with the application. */
export function starterNotes({ card }: Pick<ModelRow, 'card'>): KeptNotes | undefined {
  return card.starter === undefined ? undefined : keptSchema.parse(card.starter)
}
