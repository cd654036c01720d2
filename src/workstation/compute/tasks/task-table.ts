import type { TaskTable } from '../serve.ts'

/** Everything a compute process can be asked for. A task's code is loaded when it is first asked for: looking into
 *  photographs needs no runtime, and a process that only does that starts in a fraction of the time. */
export const taskTable: TaskTable = {
  inspect: async (request, context) => await (await import('./inspect.ts')).inspectTask(request, context),
  train: async (request, context) => await (await import('./train.ts')).trainTask(request, context),
  score: async (request, context) => await (await import('./score.ts')).scoreTask(request, context),
  explain: async (request, context) => await (await import('./explain.ts')).explainTask(request, context),
  mapLayers: async (request, context) => await (await import('./explain.ts')).mapLayersTask(request, context),
  fitEnsemble: async (request, context) => await (await import('./ensembles.ts')).fitEnsembleTask(request, context),
  combine: async (request, context) => await (await import('./ensembles.ts')).combineTask(request, context),
  writeEnsemble: async (request, context) => await (await import('./ensembles.ts')).writeEnsembleTask(request, context),
  importModel: async (request, context) => await (await import('./import-model.ts')).importModelTask(request, context),
  checkStart: async (request, context) => await (await import('./check-start.ts')).checkStartTask(request, context),
  measureStep: async (request, context) => await (await import('./measure-step.ts')).measureStepTask(request, context),
  findRate: async (request, context) => await (await import('./find-rate.ts')).findRateTask(request, context),
  tryRuntime: async (request, context) => await (await import('./try-runtime.ts')).tryRuntimeTask(request, context),
  runtimes: async (request, context) => await (await import('./runtimes.ts')).runtimesTask(request, context),
}
