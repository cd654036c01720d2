import { listRuntimes } from '#nn/runtimes/list-runtimes.ts'
import type { TaskWork } from '../serve.ts'

/** Every runtime with what can be said of it, from trials made elsewhere. */
export const runtimesTask: TaskWork<'runtimes'> = async (trials) => [
  ...(await listRuntimes(async (kind) => trials[kind])),
]
