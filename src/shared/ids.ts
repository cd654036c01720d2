import { z } from 'zod'

/** Ids are branded so that one kind cannot be passed for another. Rows are integers; files are named by content. */
export const sourceIdSchema = z.int().positive().brand<'SourceId'>()
export const imageIdSchema = z.int().positive().brand<'ImageId'>()
export const labelSetIdSchema = z.int().positive().brand<'LabelSetId'>()
export const readingIdSchema = z.int().positive().brand<'ReadingId'>()
export const graderIdSchema = z.int().positive().brand<'GraderId'>()
export const modelIdSchema = z
  .string()
  .regex(/^m[1-9]\d*$/, 'A model id looks like m3.')
  .brand<'ModelId'>()
export const runIdSchema = z
  .string()
  .regex(/^r[1-9]\d*$/, 'A run id looks like r3.')
  .brand<'RunId'>()
/** SHA-256 of a file's bytes, 64 lower-case hexadecimal digits. */
export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 hexadecimal digits.')
  .brand<'Sha256'>()

export type SourceId = z.infer<typeof sourceIdSchema>
export type ImageId = z.infer<typeof imageIdSchema>
export type LabelSetId = z.infer<typeof labelSetIdSchema>
export type ReadingId = z.infer<typeof readingIdSchema>
export type GraderId = z.infer<typeof graderIdSchema>
export type ModelId = z.infer<typeof modelIdSchema>
export type RunId = z.infer<typeof runIdSchema>
export type Sha256 = z.infer<typeof sha256Schema>
