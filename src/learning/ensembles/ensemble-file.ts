import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { sha256Schema } from '#shared/ids.ts'
import { stackerSchema } from '#statistics/stacking/stacker.ts'

/** What an ensemble's file holds, as JSON: the files of its members by their hashes, and how they are made one. */
export const ensembleFileSchema = z
  .object({
    format: z.literal('regrade-ensemble'),
    members: z.array(sha256Schema).min(2),
    /** Whether the fellow eye's probabilities stand beside the eye's own. */
    eyes: z.boolean(),
    /** The mean of the members where null. */
    stacker: stackerSchema.nullable(),
  })
  .refine(({ eyes, stacker }) => stacker !== null || !eyes, 'only a meta-learner combines both eyes')
  .refine(
    ({ members, eyes, stacker }) =>
      !stacker || (stacker.classes === gradeCount && stacker.width === featureWidth(members.length, eyes)),
    'the meta-learner takes what the members give',
  )
export type EnsembleFile = z.infer<typeof ensembleFileSchema>

/** Features a photograph: five probabilities of each member, and as many of the fellow eye with a mark that there is one. */
export function featureWidth(members: number, eyes: boolean): number {
  return eyes ? 2 * members * gradeCount + 1 : members * gradeCount
}

export function encodeEnsemble(ensemble: EnsembleFile): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(ensemble))
}

/** Throws `AppError('model_unreadable')` for a file that is no ensemble. */
export function decodeEnsemble(bytes: Uint8Array): EnsembleFile {
  try {
    return ensembleFileSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (cause) {
    throw new AppError('model_unreadable', "The ensemble's file cannot be read.", { cause })
  }
}
