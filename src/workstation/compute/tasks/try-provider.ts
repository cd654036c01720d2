import { examineProvider } from '#nn/runtimes/list-runtimes.ts'
import { probeHere } from '#nn/runtimes/probe.ts'
import type { TaskWork } from '../serve.ts'

/** Tries a provider in this process, which was started for it alone. */
export const tryProviderTask: TaskWork<'tryProvider'> = async ({ kind }) => await examineProvider(kind, probeHere)
