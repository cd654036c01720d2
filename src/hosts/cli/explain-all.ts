import { join } from 'node:path'
import type { ExplainRequest } from '#shared/contract/looking.ts'
import { AppError } from '#shared/errors.ts'
import { plainRelativeName } from '#shared/file-name.ts'
import type { Grade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import { unpackQueue } from '#shared/queue.ts'
import type { Target } from '#workstation/targets/where-to-write.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { failureOf } from './failure.ts'
import { progressLines } from './follow-run.ts'
import { targetFile, writeTarget } from './output-file.ts'
import type { Terminal } from './terminal.ts'

/** Photographs at work at once: one is decoded while the model looks at another. */
const atOnce = 2

/** What one photograph suffers from, and no other need. */
const unreadableCodes: ReadonlySet<string> = new Set(['image_unreadable', 'image_too_large'])
/** What nobody foresaw, which may be one photograph's fault; so many in a row that it is not. */
const unforeseenCodes: ReadonlySet<string> = new Set(['internal', 'compute_failed'])
const mostInARow = 4

interface WrittenMap {
  readonly image: string
  readonly grade: Grade
  readonly probabilities: GradeProbabilities
  readonly file: string
}

interface Unreadable {
  readonly image: string
  readonly reason: string
}

/** Writes a map of every photograph to `folder`, `NAME.png`; those that cannot be read are told and left out. A map is gone
 *  from memory once it is written. Throws `AppError('cancelled')`; what is written stays, and is not computed again. */
export async function explainAll(
  workstation: Workstation,
  request: Omit<ExplainRequest, 'image'>,
  folder: string,
  force: boolean | undefined,
  { signal, err }: Terminal,
): Promise<{ readonly maps: readonly WrittenMap[]; readonly unreadable: readonly Unreadable[] }> {
  // The order by name is the same whoever reads.
  const { images, names } = unpackQueue(await workstation.client.review.queue({ order: 'name', grader: 'nobody' }))
  const targets = targetsIn(workstation, folder, names, force)
  const tell = progressLines({ err })
  const found: (WrittenMap | Unreadable)[] = []
  let next = 0
  let done = 0
  let inARow = 0
  const work = async () => {
    while (next < images.length) {
      throwIfCancelled(signal)
      const index = next++
      const [image, name] = [images[index] as ImageId, names[index] as string]
      const { code, ...one } = await explainOne(workstation, { ...request, image }, targets[index] as Target, signal)
      inARow = code !== undefined && unforeseenCodes.has(code) ? inARow + 1 : 0
      if (inARow === mostInARow && 'reason' in one) throw new AppError('compute_failed', one.reason)
      found[index] = { image: name, ...one }
      tell({ stage: 'explaining', done: ++done, total: images.length })
    }
  }
  const stopAll = (error: unknown) => {
    next = images.length
    throw error
  }
  await Promise.all(Array.from({ length: atOnce }, () => work().catch(stopAll)))
  return {
    maps: found.filter((one): one is WrittenMap => 'file' in one),
    unreadable: found.filter((one): one is Unreadable => 'reason' in one),
  }
}

/** Where the map of each photograph goes, looked at before the first one is made. */
function targetsIn(
  { sources }: Workstation,
  folder: string,
  names: readonly string[],
  force: boolean | undefined,
): Target[] {
  const around = { sources: sources(), force }
  return names.map((name, index) => targetFile(join(folder, `${plainRelativeName(name, `${index}`)}.png`), around))
}

async function explainOne(
  workstation: Workstation,
  request: ExplainRequest,
  target: Target,
  signal: AbortSignal,
): Promise<(Omit<WrittenMap, 'image'> | Omit<Unreadable, 'image'>) & { readonly code?: string }> {
  try {
    const { grade, probabilities, overlay } = await workstation.client.looking.explain(request, { signal })
    await writeOverlay(workstation, overlay, target)
    return { grade, probabilities, file: target.file }
  } catch (error) {
    const failure = failureOf(error)
    if (failure && (unreadableCodes.has(failure.code) || unforeseenCodes.has(failure.code))) {
      return { code: failure.code, reason: failure.message }
    }
    throw error
  }
}

/** Keeps a map as a file; its folder is made. */
export async function writeOverlay({ pixels }: Workstation, path: string, target: Target): Promise<void> {
  const response = await pixels(new Request(`http://127.0.0.1${path}`))
  if (!response.ok) throw new AppError('internal', 'The heat map was made but could not be read again.')
  await writeTarget(target, new Uint8Array(await response.arrayBuffer()))
}
