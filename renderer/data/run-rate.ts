import type { Run } from '#shared/contract/common.ts'

/** Items a second from the first to the last of the samples; null where they span too little to tell. */
export function rateOf(samples: readonly { readonly atMs: number; readonly done: number }[]): number | null {
  const first = samples[0]
  const last = samples[samples.length - 1]
  if (!first || !last || last.atMs - first.atMs < 200 || last.done <= first.done) return null
  return ((last.done - first.done) / (last.atMs - first.atMs)) * 1000
}

export function isActive(run: Run): boolean {
  return run.state === 'queued' || run.state === 'running' || run.state === 'cancelling'
}

/** Why a run stopped before its end, in its own words; null for one that was cancelled, or has not stopped. */
export function failureOf({ state, error }: Pick<Run, 'state' | 'error'>): string | null {
  return state === 'failed' || state === 'interrupted' ? (error?.message ?? null) : null
}
