import type { ErrorCode } from '#shared/errors.ts'
import type { ProjectStore, RunRow } from '#store/project-store.ts'

/** How a run ends that failed with this code. A compute process that died leaves it to be taken up again; any other failure
 *  is the job's own. */
export function endState(code: string): 'interrupted' | 'failed' {
  return code === 'compute_failed' ? 'interrupted' : 'failed'
}

/** Whether a run that ended before it was done can go on. A round's training goes on with the rounds that it is a part of,
 *  and they where it can. */
export function canBeResumed(row: RunRow, { rounds, runs }: Pick<ProjectStore, 'rounds' | 'runs'>): boolean {
  if (rounds.trainedBy(row.id)) return false
  const last = rounds.ofRun(row.id).at(-1)
  return (
    canGoOn(row) ||
    (row.state === 'failed' && last !== undefined && (last.model !== null || canGoOn(runs.get(last.run))))
  )
}

/** Failures that the same run would meet again at the same step. */
const lasting: ReadonlySet<string> = new Set<ErrorCode>(['diverged', 'operator_unsupported', 'recipe_invalid', 'usage'])

/** What failed before its first checkpoint would fail again, too: there were too few photographs. */
function canGoOn({ state, checkpoint, error }: RunRow): boolean {
  if (state === 'failed') return checkpoint !== null && !lasting.has(error?.code ?? '')
  return state === 'cancelled' || state === 'interrupted'
}
