import { type Grade, gradeNames, grades } from '#shared/grades.ts'
import { ActionKey } from '../../app/kit/action-key.tsx'
import { type BoundAction, useBound } from '../../app/kit/bound-actions.ts'
import { usePreferences } from '../../data/preferences.ts'
import { usePhotograph } from '../../data/review.ts'
import { gradeColour } from '../../ui/grade-look.ts'
import styles from './decision-pad.module.css'
import { reasonChoices, reviewActions } from './review-actions.ts'
import { useSession, whyNotDecide } from './session/session.ts'

/** Where the grade is given. Always in the same place, one key each. */
export function DecisionPad() {
  const choosingReason = useSession((session) => session.choosingReason)
  const committing = useSession((session) => session.committing)
  return (
    <section
      className={styles.pad}
      aria-label={choosingReason ? 'Why is it ungradable?' : 'Grade'}
      aria-busy={committing}
    >
      {choosingReason ? <ReasonButtons /> : <GradeButtons />}
      <Refused />
    </section>
  )
}

function ReasonButtons() {
  const action = useBound(reviewActions)
  const leave = action('review.ungradable-cancel')
  return (
    <>
      <div className={styles.grades}>
        {reasonChoices.map(({ reason, name, action: id }) => (
          <button
            key={reason}
            type="button"
            className={styles.grade}
            aria-keyshortcuts={action(id).keys.announced}
            data-testid={`reason-${reason}`}
            onClick={action(id).press}
          >
            <span className={styles.number} aria-hidden="true">
              {action(id).keys.first ?? '·'}
            </span>
            <span className={styles.name}>{name}</span>
          </button>
        ))}
      </div>
      <div className={styles.question} role="status">
        Why is it ungradable?
        <button type="button" className={styles.minor} aria-keyshortcuts={leave.keys.announced} onClick={leave.press}>
          Leave <ActionKey of={leave} />
        </button>
      </div>
    </>
  )
}

function GradeButtons() {
  const session = useSession()
  const reader = usePreferences((preferences) => preferences.reader)
  const photograph = usePhotograph(session.presented?.photograph.image ?? null).data
  const own = photograph?.readings.filter((reading) => reading.grader === reader).at(-1)?.decision ?? null
  const ready = whyNotDecide(session) === null
  const action = useBound(reviewActions)
  return (
    <>
      <div className={styles.grades}>
        {grades.map((grade) => (
          <GradeButton
            key={grade}
            grade={grade}
            chosen={own === grade}
            ready={ready}
            action={action(`review.grade-${grade}`)}
          />
        ))}
      </div>
      <div className={styles.minors}>
        <Minor
          action={action('review.ungradable')}
          text="Ungradable"
          pressed={own === 'ungradable'}
          testId="ungradable"
        />
        <Minor action={action('review.next-unread')} text="Skip" testId="skip" />
        <Minor action={action('review.undo')} text="Undo" testId="undo" />
        <Minor action={action('review.redo')} text="Redo" testId="redo" />
      </div>
    </>
  )
}

/** Why the last key was not taken. Its line is always there, so that nothing moves under the hand. */
function Refused() {
  const refused = useSession((session) => session.refused)
  return (
    <p className={styles.refused} role="status" data-testid="refused">
      {refused ? <span key={refused.count}>{refused.sentence}</span> : null}
    </p>
  )
}

interface GradeButtonProps {
  readonly grade: Grade
  readonly chosen: boolean
  readonly ready: boolean
  readonly action: BoundAction
}

function GradeButton({ grade, chosen, ready, action }: GradeButtonProps) {
  return (
    <button
      type="button"
      className={styles.grade}
      style={{ '--grade': gradeColour(grade) }}
      aria-label={`Grade ${grade} ${gradeNames[grade]}`}
      aria-pressed={chosen}
      aria-disabled={!ready}
      aria-keyshortcuts={action.keys.announced}
      data-testid={`grade-${grade}`}
      onClick={action.press}
    >
      <span className={styles.number}>{grade}</span> <span className={styles.name}>{gradeNames[grade]}</span>
      {action.keys.first === String(grade) ? null : <ActionKey of={action} />}
    </button>
  )
}

interface MinorProps {
  readonly action: BoundAction
  readonly text: string
  readonly pressed?: boolean
  readonly testId: string
}

function Minor({ action, text, pressed, testId }: MinorProps) {
  return (
    <button
      type="button"
      className={styles.minor}
      aria-pressed={pressed}
      aria-keyshortcuts={action.keys.announced}
      data-testid={testId}
      onClick={action.press}
    >
      {text} <ActionKey of={action} />
    </button>
  )
}
