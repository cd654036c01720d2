import { oc } from '@orpc/contract'
import { z } from 'zod'
import { labelSetIdSchema } from '../ids.ts'

export const labelSetSchema = z.object({
  id: labelSetIdSchema,
  name: z.string(),
  layout: z.string(),
  /** The first file's; as the layout. */
  fileName: z.string(),
  /** All files' names, in the order they came. */
  files: z.array(z.string()),
  labels: z.int(),
  primary: z.boolean(),
})

/** What a project has chosen. */
export const projectSettingsSchema = z.object({
  /** Whether a reader sees what others said of a photograph before he has read it himself. */
  showOthersReadings: z.boolean().default(false),
})
export type ProjectSettings = z.infer<typeof projectSettingsSchema>

/** What whoever works in a project has to know of its file. */
export const projectWarningSchema = z.object({
  /** `file-lost`, `damaged` and `read-only`: nothing is written any more. */
  kind: z.enum(['sync-folder', 'readings-missing', 'read-only', 'file-lost', 'damaged']),
  sentence: z.string(),
})
export type ProjectWarning = z.infer<typeof projectWarningSchema>

export const projectSchema = z.object({
  /** Made once at `init`, kept for life. */
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  images: z.int(),
  labelSets: z.array(labelSetSchema),
  readings: z.int(),
  /** Photographs with at least one unretracted reading. */
  reviewed: z.int(),
  createdAt: z.string(),
  settings: projectSettingsSchema,
  /** The gravest first; none where all is well. */
  warnings: z.array(projectWarningSchema),
})
export type Project = z.infer<typeof projectSchema>

export const recentProjectSchema = z.object({
  name: z.string(),
  folder: z.string(),
  openedAt: z.string(),
  present: z.boolean(),
})

export const projectsContract = {
  current: oc.output(projectSchema.nullable()),
  recent: oc.output(z.array(recentProjectSchema)),
  /** Refused with `folder_missing` where the folder that it is to lie in is not there and `createFolders` was not asked for. */
  create: oc
    .input(
      z.object({
        folder: z.string().min(1),
        name: z.string().trim().min(1).max(200),
        createFolders: z.boolean().default(false),
      }),
    )
    .output(projectSchema),
  open: oc.input(z.object({ folder: z.string().min(1) })).output(projectSchema),
  /** `who`: the reader who chose so, if one did. */
  choose: oc
    .input(z.object({ settings: z.object({ showOthersReadings: z.boolean() }), who: z.string().min(1).optional() }))
    .output(projectSchema),
  close: oc.output(z.null()),
}
