import type { PrimaryChange } from '../../../data/contract-types.ts'
import { count, counted } from '../../../ui/count.ts'

/** What making a label set primary would do, and that it can be taken back. */
export function previewWords({ changed, labelled, read, before }: PrimaryChange): readonly string[] {
  const back = before === null ? [] : [`Nothing is lost: “${before}” can be made primary again at any time.`]
  if (changed === 0)
    return [`No label changes: none of ${counted(labelled, 'photograph')} gets another grade.`, ...back]
  return [
    `${count(changed)} of ${counted(labelled, 'label')} ${changed === 1 ? 'changes' : 'change'}.`,
    ...(read === 0 ? [] : [keptWords(read, changed)]),
    'Suspicion is ranked anew.',
    ...back,
  ]
}

/** What it has done. */
export function doneWords({ labelSet, changed }: PrimaryChange): string {
  return `“${labelSet}” is primary now; ${changed === 0 ? 'no label' : counted(changed, 'label')} changed.`
}

function keptWords(read: number, changed: number): string {
  if (read === changed) {
    return changed === 1
      ? 'It has been read: what readers decided stays.'
      : 'All of them have been read: what readers decided stays.'
  }
  return `${count(read)} of them ${read === 1 ? 'has' : 'have'} been read: what readers decided stays.`
}
