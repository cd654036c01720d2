import type { Verdict } from '#shared/contract/quality.ts'
import type { QualityDecision, QualityTurn } from '../../data/contract-types.ts'
import { count, counted } from '../../ui/count.ts'
import { verdictName } from './verdict-look.ts'

/** "120 marked good, 41 left: they were marked good before. Z undoes." */
export function markedSentence(
  verdict: Verdict,
  { changed, left }: QualityDecision,
  undoKey: string | undefined,
): string {
  const name = verdictName(verdict).toLowerCase()
  const kept = [
    left.already > 0 ? `${count(left.already)} left as marked ${name} before` : '',
    left.unmeasured > 0 ? `${count(left.unmeasured)} left as not screened yet` : '',
  ].filter((part) => part !== '')
  const undoing = changed > 0 && undoKey !== undefined ? `; ${undoKey} undoes` : ''
  return `${[`${count(changed)} marked ${name}`, ...kept].join(', ')}${undoing}.`
}

export function turnedSentence(way: 'undo' | 'redo', turn: QualityTurn): string {
  if (!turn) return way === 'undo' ? 'You have no verdict left to undo.' : 'There is no verdict to redo.'
  const name = verdictName(turn.verdict).toLowerCase()
  const done = way === 'undo' ? `Taken back: ${name}` : `Made again: ${name}`
  const kept = turn.kept > 0 ? ` ${count(turn.kept)} stay as they were marked since.` : ''
  return `${done}, ${counted(turn.changed, 'photograph')}.${kept}`
}
