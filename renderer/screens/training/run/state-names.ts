import type { RunState } from '#shared/contract/common.ts'

/** The state of a run, in words for the reader. */
export const stateNames: Readonly<Record<RunState, string>> = {
  queued: 'Waits for its turn',
  running: 'Running',
  cancelling: 'Stopping after this step; the checkpoint is kept',
  cancelled: 'Cancelled; the checkpoint is kept',
  interrupted: 'Interrupted; it can go on from its checkpoint',
  failed: 'Failed',
  done: 'Done',
}
