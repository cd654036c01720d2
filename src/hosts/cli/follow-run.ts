import { setTimeout as wait } from 'node:timers/promises'
import type { Run } from '#shared/contract/common.ts'
import { AppError, type ErrorCode, errorCodes } from '#shared/errors.ts'
import type { Workstation } from '#workstation/workstation.ts'
import type { Terminal } from './terminal.ts'

type Client = Workstation['client']

const askEveryMs = 60
const endStates: readonly Run['state'][] = ['done', 'failed', 'cancelled', 'interrupted']

/** Waits for a job, a line of progress a step to standard error. Ctrl-C cancels it and waits until it has stopped.
 *  Throws the job's own failure, or `AppError('cancelled')` saying how it is taken up again. */
export async function followRun(
  client: Client,
  started: Run,
  terminal: Terminal,
  onStep: (run: Run) => Promise<void> | void = progressLines(terminal),
): Promise<Run> {
  let run = started
  let cancelled = false
  await onStep(run)
  while (!endStates.includes(run.state)) {
    if (terminal.signal.aborted && !cancelled) {
      cancelled = true
      await client.jobs.cancel({ run: run.id })
    }
    await wait(askEveryMs)
    run = await client.jobs.get({ run: run.id })
    await onStep(run)
  }
  if (run.state === 'done') return run
  throw failureOf(run, cancelled)
}

/** Prints `STAGE DONE/TOTAL` where it has changed. */
export function progressLines(terminal: Pick<Terminal, 'err'>) {
  let told = ''
  return ({ stage, done, total }: Pick<Run, 'stage' | 'done' | 'total'>): void => {
    const line = `${stage} ${done}/${total}\n`
    if (stage === null || total === 0 || line === told) return
    told = line
    terminal.err(line)
  }
}

/** Ctrl-C reaches the compute process too, which may end first: that is no failure of its own. */
function failureOf(run: Run, cancelled: boolean): AppError {
  const details = { ...run.error?.details, run: run.id, resumable: run.resumable }
  const again = run.resumable ? ` Take it up again with --resume ${run.id}, or --resume last.` : ''
  if (cancelled || run.state === 'cancelled' || !run.error) {
    return new AppError('cancelled', `The ${run.kind} run ${run.id} was stopped.${again}`, { details })
  }
  return new AppError(knownCode(run.error.code), run.error.message + again, { details })
}

function knownCode(code: string): ErrorCode {
  return errorCodes.find((known) => known === code) ?? 'internal'
}
