import { parentPort } from 'node:worker_threads'
import { asAppError } from '#shared/errors.ts'
import type { FromReader, ListName, ReadRow, ToReader } from './import-messages.ts'
import { rowsOf } from './joined-rows.ts'
import { readImport } from './read-import.ts'
import { summaryOf } from './summary.ts'

type Lists = Readonly<Record<ListName, readonly (ReadRow | string)[]>>

/** One thread that reads the folder and the label file of one import: first what it found, then its long lists piece by piece, as
 *  they are asked for. */
const port = parentPort
if (port !== null) {
  let lists: Lists = { rows: [], paths: [], unlabelled: [] }
  const answer = async (message: ToReader): Promise<FromReader> => {
    if (message.kind === 'piece') {
      return { kind: 'piece', items: lists[message.list].slice(message.from, message.to) }
    }
    const read = await readImport(message.request)
    const { folder, sentence, warnings, paths, match } = read
    const rows = rowsOf(read)
    lists = { rows, paths, unlabelled: match.unlabelled }
    const lengths = { rows: rows.length, paths: paths.length, unlabelled: match.unlabelled.length }
    const labels = read.labels && { ...read.labels, file: { ...read.labels.file, rows: [] } }
    const summary = message.summarise ? summaryOf(read) : null
    return { kind: 'read', head: { folder, sentence, warnings, labels, lengths, summary } }
  }
  port.on('message', async (message: ToReader) => {
    const reply = await answer(message).catch((error: unknown): FromReader => {
      const { code, message: sentence, details } = asAppError(error)
      return { kind: 'failed', code, message: sentence, details }
    })
    port.postMessage(reply)
  })
  port.postMessage({ kind: 'ready' } satisfies FromReader)
}
