import { listRuntimes } from '#nn/runtimes/list-runtimes.ts'
import type { TaskTable } from '../serve.ts'
import { explainTask } from './explain.ts'
import { inspectTask } from './inspect.ts'
import { measureStepTask } from './measure-step.ts'
import { scoreTask } from './score.ts'
import { trainTask } from './train.ts'

/** Everything a compute process can be asked for. */
export const taskTable: TaskTable = {
  inspect: inspectTask,
  train: trainTask,
  score: scoreTask,
  explain: explainTask,
  measureStep: measureStepTask,
  runtimes: async () => [...(await listRuntimes())],
}
