import { join } from 'node:path'
import { z } from 'zod'
import { modelLimit } from '#files/file-limit.ts'
import { readNamedFile } from '#files/named-file.ts'
import { lookTextPattern } from '#imaging/look-text.ts'
import { starterNotesSchema } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import { sha256Schema } from '#shared/ids.ts'
import { recipeSchema } from '#shared/recipe.ts'
import { sha256Of } from '#store/blobs.ts'

/** Names of the two files of a starter in its folder. */
export const starterFiles = { model: 'starter.onnx', card: 'starter.json' } as const

/** The card of a model that comes with the application. */
const starterCardSchema = starterNotesSchema.extend({
  name: z.string().min(1),
  /** Of the model's file. */
  sha256: sha256Schema,
  architecture: z.string(),
  head: z.string(),
  parameters: z.int(),
  recipe: recipeSchema,
  /** Difference hashes of the photographs that it learnt from. */
  learntFrom: z.array(z.string().regex(/^[0-9a-f]{16}$/)),
  /** What they look like, as `lookToText` writes it. */
  looks: z.array(z.string().regex(lookTextPattern)).optional(),
})
export type StarterCard = z.infer<typeof starterCardSchema>

/** The model in a folder, and its card. Throws `AppError('not_found')` where one of the files cannot be read and
 *  `AppError('model_unreadable')` where one is damaged. */
export async function readStarter(folder: string): Promise<{ readonly bytes: Uint8Array; readonly card: StarterCard }> {
  const bytes = await read(folder, starterFiles.model)
  const card = parseCard(new TextDecoder().decode(await read(folder, starterFiles.card)))
  if (sha256Of(bytes) === card.sha256) return { bytes, card }
  throw new AppError('model_unreadable', 'The starter model is not the one that its card is of.')
}

async function read(folder: string, name: string): Promise<Uint8Array> {
  const called = `The file ${name} of the starter model`
  return await readNamedFile(join(folder, name), { limit: modelLimit, code: 'not_found', called })
}

function parseCard(text: string): StarterCard {
  try {
    return starterCardSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('model_unreadable', 'The card of the starter model is damaged.', { cause })
  }
}
