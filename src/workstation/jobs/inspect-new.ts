import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Eye } from '#shared/grades.ts'
import type { SourceId } from '#shared/ids.ts'
import type { KnownFile } from '#store/images.ts'
import type { Inspection } from '../compute/protocol.ts'
import { InOrder } from './in-order.ts'
import type { JobContext } from './job.ts'

export interface Unreadable {
  readonly file: string
  readonly reason: string
}

interface FreshFile {
  readonly path: string
  readonly modifiedMs: number
}

type Inspected = FreshFile & { readonly inspection: Inspection }
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
  const { compute, report, signal, threads, store } = context
  const unreadable: Unreadable[] = []
  const fresh = await freshFiles(folder, paths, store.images.known(source), unreadable)
  let done = paths.length - fresh.length
  report({ stage: 'import', done, total: paths.length })

  let batch: Inspected[] = []
  const write = () => {
    writeInspected(source, batch, people, context)
    batch = []
  }
  const inOrder = new InOrder<Inspected | null>((inspected) => {
    if (inspected) batch.push(inspected)
    if (batch.length >= batchSize) write()
  })
  try {
    await compute.run(
      'inspect',
      { paths: fresh.map(({ path }) => join(folder, path)), workers: threads },
      {
        signal,
        onEvent: ({ index, inspection, reason }) => {
          const file = fresh[index]
          if (!file) return
          if (!inspection) unreadable.push({ file: file.path, reason: reason ?? 'It could not be read.' })
          inOrder.put(index, inspection && { ...file, inspection })
          done++
          report({ stage: 'import', done, total: paths.length })
        },
      },
    )
  } finally {
    inOrder.flush()
    write()
  }
  return unreadable.sort((a, b) => (a.file < b.file ? -1 : 1))
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

function writeInspected(
  source: SourceId,
  batch: readonly Inspected[],
  people: People,
  { store, now }: JobContext,
): void {
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
