import { type Grade, gradeNames, grades } from '#shared/grades.ts'
import { useActions, useKeys } from '../../app/actions/keyed-actions.ts'
import { usePreferences } from '../../data/preferences.ts'
import { usePhotograph } from '../../data/review.ts'
import { gradeColour } from '../../ui/grade-look.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import styles from './decision-pad.module.css'
import { reasonChoices } from './review-actions.ts'
import { useSession, whyNotDecide } from './session.ts'

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
  const run = useRun()
  const keys = useKeys()
  const leave = keys('review.ungradable-cancel')
  return (
    <>
      <div className={styles.grades}>
        {reasonChoices.map(({ reason, name, action }) => (
          <button
            key={reason}
            type="button"
            className={styles.grade}
            aria-keyshortcuts={keys(action).announced}
            data-testid={`reason-${reason}`}
            onClick={() => run(action)}
          >
            <span className={styles.number} aria-hidden="true">
              {keys(action).first ?? '·'}
            </span>
            <span className={styles.name}>{name}</span>
          </button>
        ))}
      </div>
      <div className={styles.question} role="status">
        Why is it ungradable?
        <button
          type="button"
          className={styles.minor}
          aria-keyshortcuts={leave.announced}
          onClick={() => run('review.ungradable-cancel')}
        >
          Leave {leave.first ? <KeyHint keys={leave.first} /> : null}
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
  const run = useRun()
  return (
    <>
      <div className={styles.grades}>
        {grades.map((grade) => (
          <GradeButton
            key={grade}
            grade={grade}
            chosen={own === grade}
            ready={ready}
            onChoose={() => run(`review.grade-${grade}`)}
          />
        ))}
      </div>
      <div className={styles.minors}>
        <Minor id="review.ungradable" text="Ungradable" run={run} pressed={own === 'ungradable'} testId="ungradable" />
        <Minor id="review.next-unread" text="Skip" run={run} testId="skip" />
        <Minor id="review.undo" text="Undo" run={run} testId="undo" />
        <Minor id="review.redo" text="Redo" run={run} testId="redo" />
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
  readonly onChoose: () => void
}

function GradeButton({ grade, chosen, ready, onChoose }: GradeButtonProps) {
  const key = useKeys()(`review.grade-${grade}`)
  return (
    <button
      type="button"
      className={styles.grade}
      style={{ '--grade': gradeColour(grade) }}
      aria-label={`Grade ${grade} ${gradeNames[grade]}`}
      aria-pressed={chosen}
      aria-disabled={!ready}
      aria-keyshortcuts={key.announced}
      data-testid={`grade-${grade}`}
      onClick={onChoose}
    >
      <span className={styles.number}>{grade}</span> <span className={styles.name}>{gradeNames[grade]}</span>
      {key.first !== null && key.first !== String(grade) ? <KeyHint keys={key.first} /> : null}
    </button>
  )
}

interface MinorProps {
  readonly id: string
  readonly text: string
  readonly run: (id: string) => void
  readonly pressed?: boolean
  readonly testId: string
}

function Minor({ id, text, run, pressed, testId }: MinorProps) {
  const key = useKeys()(id)
  return (
    <button
      type="button"
      className={styles.minor}
      aria-pressed={pressed}
      aria-keyshortcuts={key.announced}
      data-testid={testId}
      onClick={() => run(id)}
    >
      {text} {key.first ? <KeyHint keys={key.first} /> : null}
    </button>
  )
}

function useRun(): (id: string) => void {
  const actions = useActions()
  return (id) => {
    const action = actions.find((one) => one.id === id)
    if (action?.enabled()) action.run()
  }
}
