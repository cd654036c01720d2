import { Button } from '@mantine/core'
import { IconCheck, IconDots, IconQuestionMark, IconX } from '@tabler/icons-react'
import type { Round } from '#shared/contract/noisy-student.ts'
import type { RoundComparison } from '#shared/contract/verdicts.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import { counted } from '../../../ui/count.ts'
import { gradeColour } from '../../../ui/grade-look.ts'
import { comparedSentence, pseudoSentence, type RoundState, roundState, roundStateWords } from './round-words.ts'
import styles from './rounds.module.css'

const icons = {
  accepted: IconCheck,
  rejected: IconX,
  unjudged: IconQuestionMark,
  training: IconDots,
} as const satisfies Record<RoundState, unknown>

interface RoundItemProps {
  readonly round: Round
  readonly onCompare: (model: ModelId) => void
}

/** One round on the timeline: who taught whom with what, and what came of it and why. */
export function RoundItem({ round, onCompare }: RoundItemProps) {
  const { model, teacher, comparison } = round
  const state = roundState(round)
  const Icon = icons[state]
  return (
    <li className={styles.round} data-state={state}>
      <span className={styles.mark} aria-hidden="true">
        <Icon size={14} stroke={2.2} />
      </span>
      <div className={styles.roundBody}>
        <h3>
          Round {round.round}: <span>{roundStateWords[state]}</span>
        </h3>
        {round.reason === null ? null : <p className={styles.reason}>{round.reason}</p>}
        <p className={styles.quiet}>
          {teacher} taught {model ?? `a student (run ${round.run})`}. {pseudoSentence(round.pseudoLabels)}.
        </p>
        {round.pseudoLabels.total > 0 ? <PseudoBar byGrade={round.pseudoLabels.byGrade} /> : null}
        {comparison ? <Compared comparison={comparison} /> : null}
        {model === null ? null : (
          <Button size="compact-xs" variant="default" onClick={() => onCompare(model)}>
            Compare {model} with the current
          </Button>
        )}
      </div>
    </li>
  )
}

function PseudoBar({ byGrade }: { readonly byGrade: readonly number[] }) {
  const words = grades.map((grade) => `${gradeNames[grade]} ${byGrade[grade] ?? 0}`).join(', ')
  return (
    <div className={styles.bar} role="img" aria-label={`Pseudo labels by grade: ${words}`} title={words}>
      {grades.map((grade) =>
        byGrade[grade] ? (
          <span key={grade} style={{ '--grade': gradeColour(grade), flexGrow: byGrade[grade] }}>
            {grade}
          </span>
        ) : null,
      )}
    </div>
  )
}

function Compared({ comparison: { n, kappa, mild, moderate } }: { readonly comparison: RoundComparison }) {
  return (
    <dl className={styles.compared}>
      <dt>Quadratic kappa</dt>
      <dd>
        {comparedSentence(kappa)}, {counted(n, 'photograph')}
      </dd>
      <dt>Sensitivity to Mild</dt>
      <dd>
        {comparedSentence(mild)}, {counted(mild.eyes, 'eye')}
      </dd>
      <dt>Sensitivity to Moderate</dt>
      <dd>
        {comparedSentence(moderate)}, {counted(moderate.eyes, 'eye')}
      </dd>
    </dl>
  )
}
