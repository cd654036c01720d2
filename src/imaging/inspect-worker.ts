import { parentPort } from 'node:worker_threads'
import { asAppError } from '#shared/errors.ts'
import { inspectPhotograph } from './inspect.ts'
import { type WorkerReply, workerRequestSchema } from './inspect-messages.ts'

/** One thread of `inspectAll`: takes a path, answers with its inspection or with why there is none. */
const port = parentPort
if (port !== null) {
  const reply = (message: WorkerReply) => port.postMessage(message)
  port.on('message', async (message: unknown) => {
    const { path } = workerRequestSchema.parse(message)
    try {
      reply({ kind: 'inspected', inspection: await inspectPhotograph(path) })
    } catch (error) {
      const { code, message, details } = asAppError(error)
      reply({ kind: 'failed', code, message, details })
    }
  })
  reply({ kind: 'ready' })
}
