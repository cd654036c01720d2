import { basename } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { Inspection, TaskEvent } from '../../compute/protocol.ts'
import type { JobContext } from '../../job.ts'

/** What became of one file: what was seen of it, or why that is nothing, in a sentence. */
export type Inspected =
  | { readonly inspection: Inspection; readonly reason: null }
  | { readonly inspection: null; readonly reason: string }

/** So many files in a row that each end the compute process are no coincidence: the machine is at fault. */
const mostDeaths = 4

/** Looks into files on worker threads and tells each once, in the order in which they are done. A file that takes the compute process
 *  with it is found by trying those that were at work one at a time: it is told as any other that cannot be read. */
export async function inspectFiles(
  paths: readonly string[],
  { compute, signal, threads }: Pick<JobContext, 'compute' | 'signal' | 'threads'>,
  onInspected: (index: number, inspected: Inspected) => void,
): Promise<void> {
  const waiting = new Set(paths.keys())
  let deaths = 0
  const tell = (index: number, inspected: Inspected) => {
    if (waiting.delete(index)) onInspected(index, inspected)
  }
  const inspect = async (indices: readonly number[], workers: number): Promise<AppError | null> => {
    const onEvent = ({ index, inspection, reason }: TaskEvent<'inspect'>) => {
      deaths = 0
      const why = reason ?? 'It could not be read.'
      tell(indices[index] ?? -1, inspection ? { inspection, reason: null } : { inspection: null, reason: why })
    }
    const asked = { paths: indices.map((index) => paths[index] ?? ''), workers }
    return await compute.run('inspect', asked, { signal, onEvent }).then(() => null, deathOrThrow)
  }
  for (let death = await inspect([...waiting], threads); death !== null; death = await inspect([...waiting], threads)) {
    // Threads take files in their order: those at work were the first that had no answer.
    for (const index of [...waiting].slice(0, threads)) {
      const own = await inspect([index], 1)
      if (own === null) continue
      if (++deaths === mostDeaths) throw own
      tell(index, { inspection: null, reason: deadly(paths[index] ?? '') })
    }
  }
}

function deathOrThrow(error: unknown): AppError {
  if (error instanceof AppError && error.code === 'compute_failed') return error
  throw error
}

function deadly(path: string): string {
  return `Could not decode "${basename(path)}": decoding it ended the process that does it. Save it anew, or leave it out.`
}
