import { Worker } from 'node:worker_threads'
import { logFailure } from '#shared/log.ts'

/** Looks a whole database through in a thread of its own, while others use it. `onDamage` is told what is amiss; a thread that cannot be
 *  started has found nothing. Gives how to stop. */
export function checkBehind(file: string, onDamage: (what: string) => void): () => void {
  const own = import.meta.url
  const worker = new Worker(new URL(`./check-worker.${own.endsWith('.ts') ? 'ts' : 'js'}`, own), { workerData: file })
  worker.unref()
  worker.on('message', (answer) => {
    if (answer !== 'ok') onDamage(String(answer))
  })
  worker.on('error', (error) => logFailure('warn', 'The database could not be looked through.', error))
  return () => void worker.terminate()
}
