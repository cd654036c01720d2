import { parentPort } from 'node:worker_threads'
import { asAppError } from '#shared/errors.ts'
import { inspectPhotograph } from './inspect.ts'
import type { WorkerReply } from './inspect-messages.ts'

/** One thread of `inspectAll`: takes a path, answers with its inspection or with why there is none. */
const port = parentPort
if (port !== null) {
  const reply = (message: WorkerReply) => port.postMessage(message)
  // The request is one of ours and a string: a schema library would cost each thread a fifth of its start.
  port.on('message', async (path: unknown) => {
    try {
      reply({ kind: 'inspected', inspection: await inspectPhotograph(String(path)) })
    } catch (error) {
      const { code, message, details } = asAppError(error)
      reply({ kind: 'failed', code, message, details })
    }
  })
  reply({ kind: 'ready' })
}
