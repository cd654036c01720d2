import { oc } from '@orpc/contract'
import { z } from 'zod'

/** A folder of photographs as a project knows it, and as it lies on the disk. */
export const sourceStateSchema = z.object({
  id: z.int(),
  folder: z.string(),
  /** Photographs of it in the project. */
  images: z.int(),
  /** Photographs whose file is not there. */
  missing: z.int(),
  /** Photographs whose file has other bytes than when it was imported. */
  changed: z.int(),
  /** Both by their paths within the folder. */
  missingFiles: z.array(z.string()),
  changedFiles: z.array(z.string()),
})
export type SourceState = z.infer<typeof sourceStateSchema>

/** A folder of the project that is not where it was, and whose photographs another one holds. */
export const movedFolderSchema = z.object({
  folder: z.string(),
  /** Photographs of it in the project, and how many of them lie in the other folder. */
  images: z.int(),
  here: z.int(),
})
export type MovedFolder = z.infer<typeof movedFolderSchema>

export const sourcesContract = {
  /** Oldest first. Files of the same size and time as when they were imported are taken for unchanged, unless `check`. */
  list: oc.input(z.object({ check: z.boolean().default(false) })).output(z.array(sourceStateSchema)),
  /** Says where a folder of the project lies now. Refused where none of its photographs lies there with the same bytes. */
  relocate: oc
    .input(z.object({ folder: z.string().min(1), to: z.string().min(1), check: z.boolean().default(false) }))
    .output(sourceStateSchema),
}
