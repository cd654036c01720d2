import { Button } from '@mantine/core'
import { useState } from 'react'
import type { LabelSetDetails, PrimaryChange } from '../../../data/contract-types.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useLabelSets } from '../../../data/labels.ts'
import { count, counted } from '../../../ui/count.ts'
import { Panel } from '../../../ui/panel.tsx'
import styles from './label-files.module.css'
import { PrimarySheet } from './primary-sheet.tsx'
import { doneWords } from './primary-words.ts'

/** The label files of the project, and which of them count; nothing before there is one. */
export function LabelFilesPanel() {
  const sets = useLabelSets()
  const [asked, setAsked] = useState<string | null>(null)
  const [done, setDone] = useState<PrimaryChange | null>(null)
  if (sets.isError) {
    return (
      <Panel title="Label files">
        <p role="alert">{failureSentence(sets.error)}</p>
      </Panel>
    )
  }
  if (!sets.data || sets.data.length === 0) return null
  const several = sets.data.length > 1
  return (
    <Panel title="Label files">
      <ul className={styles.sets} data-testid="label-files">
        {sets.data.map((set) => (
          <SetItem key={set.id} set={set} several={several} onAsk={() => setAsked(set.name)} />
        ))}
      </ul>
      {several ? (
        <p className={styles.rule}>
          A photograph has the label of the primary set; where that has none, of the oldest file it came with. What
          readers decided stands before every label.
        </p>
      ) : null}
      <p role="status" className={styles.done}>
        {done ? doneWords(done) : ''}
      </p>
      <PrimarySheet
        labelSet={asked}
        onClose={() => setAsked(null)}
        onDone={(change) => {
          setDone(change)
          setAsked(null)
        }}
      />
    </Panel>
  )
}

interface SetItemProps {
  readonly set: LabelSetDetails
  readonly several: boolean
  readonly onAsk: () => void
}

function SetItem({ set: { name, primary, counting, details }, several, onAsk }: SetItemProps) {
  return (
    <li className={styles.set}>
      <div className={styles.head}>
        <h3 className={styles.name}>
          {name}{' '}
          <span className={styles.fine}>
            the label of {counting === 0 ? 'no photograph' : counted(counting, 'photograph')}
          </span>
        </h3>
        {!several ? null : primary ? (
          <strong className={styles.primary}>Primary</strong>
        ) : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={onAsk}
            aria-label={`Make primary: ${name}`}
            data-testid="make-primary"
          >
            Make primary
          </Button>
        )}
      </div>
      <ul className={styles.files}>
        {details.map(({ fileName, layout, folder, rows, graded, labels, importedAt }) => (
          <li key={`${importedAt} ${fileName} ${folder}`} title={`With the photographs of ${folder}`}>
            <span className={styles.file}>{fileName}</span> · {layout} · {count(labels)} of {counted(rows, 'row')} with
            a photograph{graded < rows ? `, ${count(rows - graded)} without a grade that can be used` : ''}
          </li>
        ))}
      </ul>
    </li>
  )
}
