import { measureStep } from '#learning/training/step-measure.ts'
import type { TaskWork } from '../serve.ts'
import { readModel } from './blobs.ts'

export const measureStepTask: TaskWork<'measureStep'> = async ({ recipe, runtime, threads, parent }) =>
  await measureStep(recipe, runtime, {
    threads,
    now: () => performance.now(),
    parent: parent && (await readModel(parent.blobsFolder, parent.model)),
  })
