import { statSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import type { Eye } from '#shared/grades.ts'
import type { SourceId } from '#shared/ids.ts'
import type { Inspection } from '../compute/protocol.ts'
import type { JobContext } from './job.ts'

export interface Unreadable {
  readonly file: string
  readonly reason: string
}

/** Photographs written to the store per transaction: few enough that a grade never waits long behind them. */
const batchSize = 32

/** Looks into every file of a source that is new or has changed, and stores what it is and how good it is. Returns the
 *  files that could not be read. `paths` are relative to `folder`; a photograph is stored as soon as it is inspected. */
export async function inspectNew(
  source: SourceId,
  folder: string,
  paths: readonly string[],
  people: ReadonlyMap<string, { patient: string | null; eye: Eye | null }>,
  context: JobContext,
): Promise<Unreadable[]> {
  const { store, compute, report, signal, threads } = context
  const known = store.images.known(source)
  const fresh = paths.flatMap((path) => {
    const { size, mtimeMs } = statSync(join(folder, path))
    const before = known.get(path)
    return before?.bytes === size && before.modifiedMs === mtimeMs ? [] : [{ path, mtimeMs }]
  })
  const unreadable: Unreadable[] = []
  const already = paths.length - fresh.length
  let done = already
  report({ stage: 'import', done, total: paths.length })

  let batch: { path: string; mtimeMs: number; inspection: Inspection }[] = []
  const write = () => {
    const at = context.now().toISOString()
    store.transaction(() => {
      for (const { path, mtimeMs, inspection } of batch) {
        const { measures, verdict, reasons, ...content } = inspection
        const photograph = {
          sourceId: source,
          relativePath: path,
          stem: basename(path, extname(path)),
          content,
          patient: people.get(path)?.patient ?? null,
          eye: people.get(path)?.eye ?? null,
          modifiedMs: mtimeMs,
        }
        const image = store.images.add(photograph, at)
        store.quality.put(image, measures, verdict, reasons, at)
      }
    })
    batch = []
  }

  try {
    await compute.run(
      'inspect',
      { paths: fresh.map(({ path }) => join(folder, path)), workers: threads },
      {
        signal,
        onEvent: ({ index, inspection, reason }) => {
          const one = fresh[index]
          if (!one) return
          if (inspection) batch.push({ ...one, inspection })
          else unreadable.push({ file: one.path, reason: reason ?? 'It could not be read.' })
          if (batch.length >= batchSize) write()
          done++
          report({ stage: 'import', done, total: paths.length })
        },
      },
    )
  } finally {
    write()
  }
  return unreadable.sort((a, b) => a.file.localeCompare(b.file))
}
