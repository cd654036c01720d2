import { type Grade, gradeNames, grades } from '#shared/grades.ts'
import { useActions } from '../../app/actions/keyed-actions.ts'
import { shownShortcut } from '../../app/actions/keys.ts'
import { reasonKeys } from '../../app/actions/review-actions.ts'
import { onMac } from '../../app/on-mac.ts'
import { usePreferences } from '../../data/preferences.ts'
import { usePhotograph } from '../../data/review.ts'
import { gradeColour } from '../../ui/grade-look.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import styles from './decision-pad.module.css'
import { mayDecide, useSession } from './session.ts'

/** Where the grade is given. Always in the same place, one key each. */
export function DecisionPad() {
  const session = useSession()
  const reader = usePreferences((preferences) => preferences.reader)
  const photograph = usePhotograph(session.presented?.photograph.image ?? null).data
  const own = photograph?.readings.filter((reading) => reading.grader === reader).at(-1)?.decision ?? null
  const ready = mayDecide(session)
  const run = useRun()

  if (session.choosingReason) {
    return (
      <section className={styles.pad} aria-label="Why is it ungradable?">
        <div className={styles.grades}>
          {reasonKeys.map(({ reason, name, key }) => (
            <button
              key={reason}
              type="button"
              className={styles.grade}
              aria-keyshortcuts={key}
              onClick={() => run(`review.ungradable-${reason}`)}
            >
              <span className={styles.number}>{key}</span>
              <span className={styles.name}>{name}</span>
            </button>
          ))}
        </div>
        <div className={styles.question} role="status">
          Why is it ungradable?
          <button type="button" className={styles.minor} onClick={() => run('review.ungradable-cancel')}>
            Leave <KeyHint keys="Esc" />
          </button>
        </div>
      </section>
    )
  }

  return (
    <section className={styles.pad} aria-label="Grade" aria-busy={session.committing}>
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
    </section>
  )
}

interface GradeButtonProps {
  readonly grade: Grade
  readonly chosen: boolean
  readonly ready: boolean
  readonly onChoose: () => void
}

function GradeButton({ grade, chosen, ready, onChoose }: GradeButtonProps) {
  return (
    <button
      type="button"
      className={styles.grade}
      style={{ '--grade': gradeColour(grade) }}
      aria-label={`Grade ${grade} ${gradeNames[grade]}`}
      aria-pressed={chosen}
      aria-disabled={!ready}
      aria-keyshortcuts={String(grade)}
      data-testid={`grade-${grade}`}
      onClick={onChoose}
    >
      <span className={styles.number}>{grade}</span>
      <span className={styles.name}>{gradeNames[grade]}</span>
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
  const key = useActions().find((action) => action.id === id)?.shortcuts[0]
  return (
    <button
      type="button"
      className={styles.minor}
      aria-pressed={pressed}
      aria-keyshortcuts={key}
      data-testid={testId}
      onClick={() => run(id)}
    >
      {text} {key ? <KeyHint keys={shownShortcut(key, onMac)} /> : null}
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
