import { measureStep } from '#learning/step-measure.ts'
import type { TaskWork } from '../serve.ts'

export const measureStepTask: TaskWork<'measureStep'> = async ({ recipe, runtime, threads }) =>
  await measureStep(recipe, runtime, { threads, now: () => performance.now() })
