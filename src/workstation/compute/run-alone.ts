import { AppError } from '#shared/errors.ts'
import type { ComputeHost } from './channel.ts'
import { ComputeClient } from './client.ts'
import type { TaskName, TaskRequest, TaskResult } from './protocol.ts'

export interface AloneOptions {
  readonly host: ComputeHost
  /** When it is given up, ms. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
}

/** Runs a task in a compute process of its own: a driver that dies or hangs takes nothing else with it. Throws the task's
 *  own AppError, or `compute_failed` when the process ends or the deadline has passed. */
export async function runAlone<K extends TaskName>(
  task: K,
  request: TaskRequest<K>,
  { host, deadlineMs, signal }: AloneOptions,
): Promise<TaskResult<K>> {
  // Nothing else is in it that had to be given time.
  const client = new ComputeClient(host, { graceMs: 0 })
  let late = false
  const deadline = setTimeout(() => {
    late = true
    void client.close()
  }, deadlineMs)
  try {
    return await client.run(task, request, { signal })
  } catch (cause) {
    if (!late) throw cause
    throw new AppError('compute_failed', `It was not done within ${deadlineMs / 1000} s.`, { cause })
  } finally {
    clearTimeout(deadline)
    await client.close()
  }
}
