import { create } from 'zustand'
import type { Run } from '#shared/contract/common.ts'
import { isActive, rateOf } from './run-rate.ts'

interface Sample {
  readonly atMs: number
  readonly done: number
  readonly stage: string | null
}

export interface FollowedRun {
  readonly run: Run
  /** Items a second over the last samples of the present stage; null until two are known. */
  readonly rate: number | null
  readonly samples: readonly Sample[]
}

interface Runs {
  readonly byId: ReadonlyMap<string, FollowedRun>
  changed(run: Run): void
}

/** The runs whose changes were told since the page was opened: newer than any list that was asked for. */
export const useRuns = create<Runs>((set) => ({
  byId: new Map(),
  changed: (run) =>
    set(({ byId }) => {
      const before = byId.get(run.id)
      const kept = (before?.samples ?? []).filter((sample) => sample.stage === run.stage).slice(-11)
      const samples = [...kept, { atMs: performance.now(), done: run.done, stage: run.stage }]
      return { byId: new Map(byId).set(run.id, { run, samples, rate: rateOf(samples) }) }
    }),
}))

/** The run as it was last told, else as given. */
export function useLatestRun(run: Run | null | undefined): FollowedRun | null {
  const followed = useRuns((runs) => (run ? runs.byId.get(run.id) : undefined))
  if (followed) return followed
  return run ? { run, rate: null, samples: [] } : null
}

/** A run that is at work now, the newest first. */
export function useActiveRun(runs: readonly Run[] | undefined): FollowedRun | null {
  const byId = useRuns((state) => state.byId)
  for (const run of runs ?? []) {
    const latest = byId.get(run.id) ?? { run, rate: null, samples: [] }
    if (isActive(latest.run)) return latest
  }
  for (const followed of byId.values()) if (isActive(followed.run)) return followed
  return null
}
