import { z } from 'zod'
import { type ModelId, modelIdSchema } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import { ensembleOf } from './ensemble-card.ts'

/** The models that this one goes on from, learnt the labels of, is a copy of or is made of: its parent, what a student
 *  started from besides its teacher, an ensemble's members, all whose weights are in the file that it came from. */
export function modelsBehind(model: Pick<ModelRow, 'parent' | 'card'>): ModelId[] {
  const { parent, card } = model
  const start = modelIdSchema.nullable().catch(null).parse(card.startedFrom)
  const before = [parent, start].filter((id) => id !== null)
  const held = z.array(modelIdSchema).catch([]).parse(card.holds)
  return [...new Set([...before, ...held, ...(ensembleOf(model)?.members ?? [])])]
}
