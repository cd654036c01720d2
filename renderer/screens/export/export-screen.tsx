import { Button } from '@mantine/core'
import { useTargetPicker } from '../../app/kit/places/target-picker.tsx'
import type { LabelSet } from '../../data/contract-types.ts'
import { useWriteExport } from '../../data/exports.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useProject } from '../../data/projects.ts'
import { count } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './export-screen.module.css'

const kinds = [
  {
    format: 'labels',
    name: 'Corrected labels',
    text: 'The label file in the layout it came in, with the grades as they count now. Everything else in it stays byte for byte; a workbook is written as CSV, and a file without a column for grades gets one.',
  },
  {
    format: 'audit',
    name: 'Audit',
    text: 'Every decision as a row: who, when, what, and what was on the screen at that moment.',
  },
  {
    format: 'csv',
    name: 'Table',
    text: 'One row for each photograph: its name, the imported grade, the grade as it counts now, and why.',
  },
] as const

/** Takes the work out of the project, in forms that other programs read. */
export function ExportScreen() {
  const project = useProject().data
  const sets = project?.labelSets ?? []
  return (
    <div className={styles.screen}>
      <p className={styles.fine}>
        Files are written into the project’s own folder{project ? `, ${project.folder}` : ''}, under exports, or
        elsewhere if you choose so. No file is written over unasked. The photographs and the label files that were
        imported are never changed.
      </p>
      {kinds.map(({ format, name, text }) => (
        <Panel key={format} title={name}>
          <p className={styles.text}>{text}</p>
          {format === 'labels' && sets.length > 1 ? (
            sets.map((set) => (
              <ExportButton
                key={set.id}
                format={format}
                labelSet={set.name}
                text={`Write ${set.name}`}
                file={fileOf(set)}
              />
            ))
          ) : (
            <ExportButton
              format={format}
              text={`Write the ${name.toLowerCase()}`}
              file={format === 'labels' ? fileOf(sets[0]) : files[format]}
            />
          )}
        </Panel>
      ))}
      <p className={styles.fine}>Research and annotation use. Not a medical device; its output is no diagnosis.</p>
    </div>
  )
}

const files = { audit: 'audit.csv', csv: 'grades.csv' }

/** What the file of a set is called when it is written elsewhere; null of a set of several, which go into the project. */
function fileOf(set: LabelSet | undefined): string | null {
  if (!set || set.files.length > 1) return null
  return /\.(csv|tsv|txt)$/i.test(set.fileName) ? set.fileName : set.fileName.replace(/(\.[^.]*)?$/, '.csv')
}

interface ExportButtonProps {
  readonly format: (typeof kinds)[number]['format']
  readonly labelSet?: string
  readonly text: string
  readonly file: string | null
}

function ExportButton({ format, labelSet, text, file }: ExportButtonProps) {
  const write = useWriteExport()
  const asked = labelSet === undefined ? { format } : { format, labelSet }
  const elsewhere = useTargetPicker({ name: file ?? '', onPick: (target) => write.mutate({ ...asked, target }) })
  return (
    <div className={styles.line}>
      <Button
        variant="default"
        loading={write.isPending}
        onClick={() => write.mutate(asked)}
        data-testid={`export-${format}`}
      >
        {text}
      </Button>
      {file === null ? null : (
        <Button variant="subtle" disabled={write.isPending} onClick={elsewhere.pick} aria-label={`${text} elsewhere`}>
          Elsewhere…
        </Button>
      )}
      {elsewhere.dialogs}
      <div role="status" className={styles.result}>
        {write.data ? (
          <>
            {count(write.data.rows)} rows written to
            {write.data.files.map((file) => (
              <code key={file}>{file}</code>
            ))}
            {write.data.notes.join(' ')}
          </>
        ) : null}
        {write.isError ? <span className={styles.failure}>{failureSentence(write.error)}</span> : null}
      </div>
    </div>
  )
}
