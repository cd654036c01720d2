import type { Run, RunKind } from '#shared/contract/common.ts'
import { fitAtWork, stageName } from './run-stage.ts'
import { duration } from './time.ts'

const doing: Readonly<Record<RunKind, string>> = {
  import: 'Importing',
  screen: 'Screening',
  train: 'Training',
  'noisy-student': 'Noisy student',
  score: 'Scoring',
  combine: 'Combining models',
}

/** "Training, fold 1 of 3, epoch 2 of 4, 3 min 20 s left"; "Importing 42 %". */
export function runSentence({ run }: { readonly run: Run }): string {
  if (run.state === 'queued') return `${doing[run.kind]} waits for its turn`
  if (run.state === 'cancelling') return `${doing[run.kind]} is being cancelled`
  if (run.error !== null) return `${doing[run.kind]} waits: ${run.error.message}`
  const left = run.secondsLeft === null ? '' : `, ${duration(run.secondsLeft)} left`
  if (run.kind === 'train' || run.kind === 'noisy-student') {
    const at = fitAtWork(run)
    return `${doing[run.kind]}, ${at ? `${at.fit}, epoch ${at.epoch}` : stageName(run.stage)}${left}`
  }
  const share = run.total > 0 ? ` ${Math.floor((run.done / run.total) * 100)} %` : ''
  return `${doing[run.kind]}${share}${left}`
}
