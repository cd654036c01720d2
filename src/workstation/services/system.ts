import { readdirSync, statfsSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, extname, join, resolve } from 'node:path'
import type { z } from 'zod'
import { imageExtensions } from '#imaging/image-file.ts'
import { resolveRecipe } from '#learning/recipes/recipes.ts'
import { labelExtensions } from '#shared/contract/imports.ts'
import type { folderEntrySchema, runtimeStatusSchema } from '#shared/contract/system.ts'
import { AppError } from '#shared/errors.ts'
import { formatOfName } from '#shared/model-formats.ts'
import { systemSentence } from '#shared/system-errors.ts'
import type { WorkstationContext } from '../context.ts'
import { lastOfLog } from '../log/read-log.ts'
import { procedures } from '../procedures.ts'
import { localPath } from '../whole-path.ts'
import { chosenInPage } from './targets/chosen-target.ts'
import { currentDevice } from './training/device.ts'

const fileKinds: ReadonlyMap<string, 'labels' | 'model'> = new Map([
  ...labelExtensions.map((extension) => [`.${extension}`, 'labels'] as const),
  ...['.onnx', '.safetensors'].map((extension) => [extension, 'model'] as const),
])
/** A model of a format that is not read is shown too: whoever picks it is told what to do. */
function otherModel(name: string): 'model' | undefined {
  const format = formatOfName(name)
  return format === undefined || format === 'archive' ? undefined : 'model'
}

const photographExtensions: ReadonlySet<string> = new Set(imageExtensions)

type RuntimeStatus = z.infer<typeof runtimeStatusSchema>
type FolderEntry = z.infer<typeof folderEntrySchema>

export function systemProcedures(context: WorkstationContext) {
  const { system } = procedures
  return {
    status: system.status.handler(() => ({
      version: context.version,
      host: context.host,
      device: currentDevice(context),
      freeBytes: freeBytes(context.session?.store.folder),
    })),
    runtimes: system.runtimes.handler(({ signal }) => runtimes(context, signal)),
    chooseRuntime: system.chooseRuntime.handler(async ({ input, signal }) => {
      const { kind, notes } = await context.runtimes.resolve(input.runtime, signal)
      return { runtime: kind, notes: [...notes] }
    }),
    log: system.log.handler(({ input }) => ({ entries: lastOfLog(context.settingsFolder, input) })),
    browse: system.browse.handler(({ input }) => browse(resolve(localPath(input.folder ?? homedir())))),
    chooseTarget: system.chooseTarget.handler(({ input }) => chosenInPage(context, input)),
  }
}

/** Small enough for any device to take within seconds. */
const trialRecipe = resolveRecipe('quick', { size: 32, batch: 2 })

/** Every runtime, with a training step measured on each that works. */
async function runtimes(context: WorkstationContext, signal: AbortSignal | undefined) {
  const { runtimes: choice, interactive, threads } = context
  const found = await interactive.run('runtimes', await choice.trials(), { signal })
  const measured: RuntimeStatus[] = []
  for (const { worthwhile: _, ...status } of found) {
    if (!status.available) {
      measured.push({ ...status, stepMilliseconds: null })
      continue
    }
    const request = { recipe: trialRecipe, runtime: status.name, threads, parent: null }
    const { milliseconds, reason } = await choice.stepMilliseconds(request, signal)
    const why = reason === null ? status.reason : `${status.reason} A training step could not be measured: ${reason}`
    measured.push({ ...status, reason: why, stepMilliseconds: milliseconds })
  }
  return measured
}

function freeBytes(folder: string | undefined): number | null {
  if (!folder) return null
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

function browse(folder: string) {
  const parent = dirname(folder) === folder ? null : dirname(folder)
  const entries = read(folder).flatMap((entry): FolderEntry[] => {
    if (entry.name.startsWith('.')) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) {
      const kind = entry.name.endsWith('.regrade') ? ('project' as const) : ('folder' as const)
      return [{ name: entry.name, path, kind, size: photographsIn(path) }]
    }
    const kind = fileKinds.get(extname(entry.name).toLowerCase()) ?? otherModel(entry.name)
    return kind ? [{ name: entry.name, path, kind, size: 0 }] : []
  })
  return { folder, parent, entries: entries.sort((a, b) => a.name.localeCompare(b.name)) }
}

function read(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    throw new AppError('not_found', systemSentence(cause) ?? `The folder ${folder} cannot be opened.`, { cause })
  }
}

/** A folder that may not be looked into shows none. */
function photographsIn(folder: string): number {
  try {
    return readdirSync(folder).filter((name) => photographExtensions.has(extname(name).toLowerCase())).length
  } catch {
    return 0
  }
}
