import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Eye } from '#shared/grades.ts'
import type { SourceId } from '#shared/ids.ts'
import { logFailure } from '#shared/log.ts'
import type { KnownFile } from '#store/images.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Inspection } from '../../compute/protocol.ts'
import type { JobContext } from '../../job.ts'
import { InOrder } from '../screen/in-order.ts'
import { inspectFiles } from '../screen/inspect-files.ts'

export interface Unreadable {
  readonly file: string
  readonly reason: string
}

interface FreshFile {
  readonly path: string
  readonly modifiedMs: number
}

type Fresh = FreshFile & { readonly inspection: Inspection }
type People = ReadonlyMap<string, { readonly patient: string | null; readonly eye: Eye | null }>

/** Photographs written to the store per transaction: few enough that a grade never waits long behind them. */
const batchSize = 32

/** Looks into every file of a source that is new or has changed, and stores what it is and how good it is. Returns the
 *  files that could not be read. `paths` are relative to `folder`. Photographs are stored as they are inspected, in the
 *  order of their paths whatever thread is first, so that the same folder always gives the same numbers. */
export async function inspectNew(
  source: SourceId,
  folder: string,
  paths: readonly string[],
  people: People,
  context: JobContext,
): Promise<Unreadable[]> {
  const { report, store } = context
  const unreadable: Unreadable[] = []
  const fresh = await freshFiles(folder, paths, knownFiles(store, source), unreadable)
  let done = paths.length - fresh.length
  report({ stage: 'import', done, total: paths.length })

  let batch: Fresh[] = []
  const write = () => {
    unreadable.push(...writeAll(source, batch, people, context))
    batch = []
  }
  const inOrder = new InOrder<Fresh | null>((inspected) => {
    if (inspected) batch.push(inspected)
    if (batch.length >= batchSize) write()
  })
  try {
    const files = fresh.map(({ path }) => join(folder, path))
    await inspectFiles(files, context, (index, { inspection, reason }) => {
      const file = fresh[index]
      if (!file) return
      if (!inspection) unreadable.push({ file: file.path, reason })
      inOrder.put(index, inspection && { ...file, inspection })
      done++
      report({ stage: 'import', done, total: paths.length })
    })
  } finally {
    inOrder.flush()
    write()
  }
  return unreadable.sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** What need not be read again. */
function knownFiles(store: ProjectStore, source: SourceId): ReadonlyMap<string, KnownFile> {
  const known = store.images.known(source)
  for (const path of store.images.seenBefore(source)) known.delete(path)
  return known
}

/** Files asked of the system at once. */
const statsAtOnce = 64

async function freshFiles(
  folder: string,
  paths: readonly string[],
  known: ReadonlyMap<string, KnownFile>,
  unreadable: Unreadable[],
): Promise<FreshFile[]> {
  const fresh: FreshFile[] = []
  for (let start = 0; start < paths.length; start += statsAtOnce) {
    const some = paths.slice(start, start + statsAtOnce)
    const found = await Promise.all(some.map((path) => stat(join(folder, path)).catch(() => undefined)))
    some.forEach((path, index) => {
      const file = found[index]
      const before = known.get(path)
      if (!file) unreadable.push({ file: path, reason: 'It went away while the folder was read.' })
      else if (before?.bytes !== file.size || before.modifiedMs !== file.mtimeMs) {
        fresh.push({ path, modifiedMs: file.mtimeMs })
      }
    })
  }
  return fresh
}

/** Keeps photographs in one transaction; where that fails for a reason that nobody foresaw, each in its own, and gives those that
 *  cannot be kept. What the store has a sentence for, as a full disk, and what befalls all of them is no fault of theirs. */
function writeAll(source: SourceId, batch: readonly Fresh[], people: People, context: JobContext): Unreadable[] {
  try {
    writeInspected(source, batch, people, context)
    return []
  } catch (error) {
    if (error instanceof AppError) throw error
    const refused = batch.filter((one) => !isKept(() => writeInspected(source, [one], people, context)))
    if (refused.length === batch.length) throw error
    return refused.map(({ path }) => ({ file: path, reason: notKept }))
  }
}

const notKept = 'The project could not keep it, for a reason that was not foreseen. Rename the file and import again.'

function isKept(write: () => void): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (error instanceof AppError) throw error
    logFailure('error', 'The project could not keep a photograph.', error)
    return false
  }
}

function writeInspected(source: SourceId, batch: readonly Fresh[], people: People, { store, now }: JobContext): void {
  const at = now().toISOString()
  store.transaction(() => {
    for (const { path, modifiedMs, inspection } of batch) {
      const { measures, verdict, reasons, ...content } = inspection
      const { patient = null, eye = null } = people.get(path) ?? {}
      const stem = basename(path, extname(path))
      const photograph = { sourceId: source, relativePath: path, stem, content, patient, eye, modifiedMs }
      store.quality.put(store.images.add(photograph, at), measures, verdict, reasons, at)
    }
  })
}
