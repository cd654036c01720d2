import { examineRuntime } from '#nn/runtimes/list-runtimes.ts'
import { probeHere } from '#nn/runtimes/probe.ts'
import type { TaskWork } from '../serve.ts'

/** Tries a runtime in this process, which was started for it alone. */
export const tryRuntimeTask: TaskWork<'tryRuntime'> = async ({ kind }) => await examineRuntime(kind, probeHere)
