import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import {
  type FromCompute,
  type TaskEvent,
  type TaskName,
  type TaskRequest,
  type TaskResult,
  tasks,
  toComputeSchema,
} from './protocol.ts'

export type TaskWork<K extends TaskName> = (
  request: TaskRequest<K>,
  context: { readonly signal: AbortSignal; readonly emit: (event: TaskEvent<K>) => void },
) => Promise<TaskResult<K>>

export type TaskTable = { readonly [K in TaskName]: TaskWork<K> }

/** The compute process's side of the line: starts tasks, passes their events on, cancels them. */
export function serveCompute(
  table: TaskTable,
  line: { post(message: FromCompute): void; onMessage(listener: (message: unknown) => void): void },
): void {
  const running = new Map<number, AbortController>()
  line.onMessage((data) => {
    const message = toComputeSchema.parse(data)
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort()
      return
    }
    const controller = new AbortController()
    running.set(message.id, controller)
    void runTask(table, message.task, message.request, controller.signal, (event) =>
      line.post({ kind: 'event', id: message.id, event }),
    )
      .then(
        (result) => line.post({ kind: 'done', id: message.id, result }),
        (error: unknown) => {
          const { code, message: sentence, details } = asAppError(error)
          // The line takes the sentence; what caused it is known here alone.
          if (code !== 'cancelled') logFailure('warn', `The compute task ${message.task} failed.`, error)
          line.post({ kind: 'failed', id: message.id, code, message: sentence, details: { ...details } })
        },
      )
      .finally(() => running.delete(message.id))
  })
}

async function runTask<K extends TaskName>(
  table: TaskTable,
  task: K,
  request: unknown,
  signal: AbortSignal,
  emit: (event: unknown) => void,
): Promise<unknown> {
  const work: TaskWork<K> = table[task]
  return await work(tasks[task].request.parse(request) as TaskRequest<K>, { signal, emit })
}
