import { oc } from '@orpc/contract'
import { z } from 'zod'
import { logLevels } from '../log.ts'
import { runtimeKindSchema } from '../recipe.ts'

export const runtimeStatusSchema = z.object({
  name: z.string(),
  available: z.boolean(),
  reason: z.string().nullable(),
  device: z.string().nullable(),
  /** Of a real training step, EfficientNet-B0 on two photographs of 32 px; null where none was measured. */
  stepMilliseconds: z.number().nullable(),
})

export const folderEntrySchema = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['folder', 'project', 'labels', 'model']),
  /** Photographs directly inside, for folders; bytes for files. */
  size: z.int(),
})

export const systemContract = {
  status: oc.output(
    z.object({
      version: z.string(),
      host: z.enum(['electron', 'browser']),
      device: z.string(),
      freeBytes: z.number().nullable(),
    }),
  ),
  runtimes: oc.output(z.array(runtimeStatusSchema)),
  /** What a runtime that is asked for comes to on this machine; `notes` say why each before it was left. */
  chooseRuntime: oc
    .input(z.object({ runtime: runtimeKindSchema }))
    .output(z.object({ runtime: runtimeKindSchema, notes: z.array(z.string()) })),
  /** The last entries of the log, the oldest first, as urgent as `level` or more. */
  log: oc
    .input(z.object({ level: z.enum(logLevels).default('debug'), limit: z.int().min(1).max(1000).default(200) }))
    .output(z.object({ entries: z.array(z.object({ at: z.string(), level: z.enum(logLevels), text: z.string() })) })),
  /** Folders, label files and model files of this machine, for a window that has no file dialog of its own. */
  browse: oc
    .input(z.object({ folder: z.string().optional() }))
    .output(z.object({ folder: z.string(), parent: z.string().nullable(), entries: z.array(folderEntrySchema) })),
  /** A handle of a file to write, chosen in the folders that `browse` shows: what a page gives in place of a path. `null` where there
   *  is such a file and `replace` was not agreed to. */
  chooseTarget: oc
    .input(
      z.object({ folder: z.string().min(1), name: z.string().min(1).max(200), replace: z.boolean().default(false) }),
    )
    .output(z.object({ path: z.string(), exists: z.boolean(), handle: z.string().nullable() })),
}
