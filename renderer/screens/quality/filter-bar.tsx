import { Button } from '@mantine/core'
import type { Verdict } from '#shared/contract/quality.ts'
import { reasonInWords } from '#shared/quality-reasons.ts'
import { ActionKey } from '../../app/kit/action-key.tsx'
import { useBound } from '../../app/kit/bound-actions.ts'
import type { QualityFilter } from '../../data/quality.ts'
import { count } from '../../ui/count.ts'
import { qualityActions } from './quality-actions.ts'
import styles from './quality-screen.module.css'
import { verdictLooks } from './verdict-look.ts'

interface FilterBarProps {
  readonly filter: QualityFilter
  readonly counts: Readonly<Record<Verdict, number>>
  readonly reasons: Readonly<Record<string, number>>
  readonly onChange: (filter: QualityFilter) => void
  readonly onScreen: () => void
  readonly screening: boolean
}

/** Narrows the grid by verdict and by reason; each choice says how many there are. */
export function FilterBar({ filter, counts, reasons, onChange, onScreen, screening }: FilterBarProps) {
  const all = counts.good + counts.usable + counts.reject
  const listed = Object.entries(reasons).filter(([, n]) => n > 0)
  return (
    <div className={styles.bar}>
      <div className={styles.choices} role="toolbar" aria-label="Verdict">
        <Choice text="All" n={all} pressed={filter.verdict === undefined} onChoose={() => onChange({})} />
        {verdictLooks.map(({ verdict, name }) => (
          <Choice
            key={verdict}
            text={name}
            n={counts[verdict]}
            mark={verdict}
            pressed={filter.verdict === verdict}
            onChoose={() => onChange({ verdict })}
          />
        ))}
      </div>
      {listed.length > 0 ? (
        <div className={styles.choices} role="toolbar" aria-label="Reason">
          {listed.map(([reason, n]) => (
            <Choice
              key={reason}
              text={reasonInWords(reason)}
              n={n}
              pressed={filter.reason === reason}
              onChoose={() => {
                const { reason: before, ...rest } = filter
                onChange(before === reason ? rest : { ...rest, reason })
              }}
            />
          ))}
        </div>
      ) : null}
      <div className={styles.hints}>
        {hinted.map(([id, text]) => (
          <Hint key={id} actions={[id]} text={text} />
        ))}
        <Hint actions={rangeActions} text="range" />
        <ActionButton id="quality.undo" text="Undo" />
        <Button variant="default" size="xs" onClick={onScreen} disabled={screening}>
          Screen again
        </Button>
      </div>
    </div>
  )
}

const hinted = [
  ['quality.good', 'good'],
  ['quality.usable', 'usable'],
  ['quality.reject', 'bad'],
  ['quality.all', 'all'],
] as const
const rangeActions = ['left', 'right', 'up', 'down'].map((way) => `quality.extend-${way}`)

function Hint({ actions, text }: { readonly actions: readonly string[]; readonly text: string }) {
  const action = useBound(qualityActions)
  const bound = actions.map(action).filter(({ keys }) => keys.first !== null)
  return bound.length === 0 ? null : (
    <span>
      <ActionKey of={bound} /> {text}
    </span>
  )
}

function ActionButton({ id, text }: { readonly id: string; readonly text: string }) {
  const action = useBound(qualityActions)(id)
  return (
    <Button
      variant="default"
      size="xs"
      aria-keyshortcuts={action.keys.announced}
      rightSection={<ActionKey of={action} />}
      data-testid={id.replace('.', '-')}
      onClick={(event) => {
        // The keys belong to the photographs again.
        event.currentTarget.blur()
        action.press()
      }}
    >
      {text}
    </Button>
  )
}

interface ChoiceProps {
  readonly text: string
  readonly n: number
  readonly pressed: boolean
  readonly onChoose: () => void
  readonly mark?: Verdict
}

function Choice({ text, n, pressed, onChoose, mark }: ChoiceProps) {
  return (
    <button type="button" className={styles.choice} aria-pressed={pressed} onClick={onChoose}>
      {mark ? <i className={styles.mark} data-verdict={mark} /> : null}
      {text} <span className={styles.n}>{count(n)}</span>
    </button>
  )
}
