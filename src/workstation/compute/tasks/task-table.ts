import { listRuntimes } from '#nn/runtimes/list-runtimes.ts'
import type { TaskTable } from '../serve.ts'
import { explainTask } from './explain.ts'
import { inspectTask } from './inspect.ts'
import { measureStepTask } from './measure-step.ts'
import { scoreTask } from './score.ts'
import { trainTask } from './train.ts'
import { tryProviderTask } from './try-provider.ts'

/** Everything a compute process can be asked for. */
export const taskTable: TaskTable = {
  inspect: inspectTask,
  train: trainTask,
  score: scoreTask,
  explain: explainTask,
  measureStep: measureStepTask,
  tryProvider: tryProviderTask,
  runtimes: async (trials) => [...(await listRuntimes({ probe: async (kind) => trials[kind] }))],
}
