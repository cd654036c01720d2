import { gradeNames, grades } from '#shared/grades.ts'
import type { ImportPreview } from '../../data/contract-types.ts'
import { count } from '../../ui/count.ts'
import { GradeBadge } from '../../ui/grade-badge.tsx'
import { gradeColour } from '../../ui/grade-look.ts'
import { Panel } from '../../ui/panel.tsx'
import { Thumbnail } from '../../ui/thumbnail.tsx'
import { CountLists } from './count-lists.tsx'
import { GradeWords, hasGradeWords } from './grade-words.tsx'
import styles from './import-screen.module.css'
import { Notes } from './notes.tsx'

/** What an import would find: in words, in counts, and the first rows beside their photographs. */
export function PreviewPanel({
  preview,
  refreshing,
}: {
  readonly preview: ImportPreview
  readonly refreshing: boolean
}) {
  const most = Math.max(...preview.gradeCounts, 1)
  return (
    <div className={styles.stack} data-refreshing={refreshing}>
      <Panel title="What was found" aside={refreshing ? 'looking again…' : undefined}>
        <p className={styles.sentence} data-testid="import-sentence">
          {preview.sentence}
        </p>
        <Notes problem={preview.problem} warnings={preview.warnings} />
        {preview.layout === null ? null : (
          <ul className={styles.gradeCounts} aria-label="Rows by grade">
            {grades.map((grade) => (
              <li key={grade}>
                <GradeBadge decision={grade} />
                <span className={styles.gradeName}>{gradeNames[grade]}</span>
                <span className={styles.track}>
                  <span
                    style={{
                      background: gradeColour(grade),
                      width: `${((preview.gradeCounts[grade] ?? 0) / most) * 100}%`,
                    }}
                  />
                </span>
                <span className={styles.number}>{count(preview.gradeCounts[grade] ?? 0)}</span>
              </li>
            ))}
          </ul>
        )}
        <CountLists
          lists={[
            {
              name: 'rows whose photograph is missing',
              items: preview.missingImages,
              tone: 'warning',
            },
            { name: 'photographs without a label', items: preview.unlabelledImages },
            {
              name: 'rows that cannot be used',
              items: preview.rejectedRows.map(({ line, reason }) => `Line ${line}: ${reason}`),
              tone: 'warning',
            },
          ]}
        />
      </Panel>
      {hasGradeWords(preview) ? <GradeWords words={preview.words} folders={preview.layout === 'folders'} /> : null}
      {preview.rows === 0 ? null : (
        <Panel title="First rows" aside={`${count(preview.matched)} of ${count(preview.rows)} rows have a photograph`}>
          <table className={styles.rows}>
            <thead>
              <tr>
                <th>Line</th>
                <th>Photograph</th>
                <th>Name</th>
                <th>Grade</th>
                <th>Oedema</th>
                <th>Patient</th>
                <th>Eye</th>
              </tr>
            </thead>
            <tbody>
              {preview.firstRows.map((row) => (
                <tr key={row.line}>
                  <td className={styles.number}>{row.line}</td>
                  <td>
                    <span className={styles.thumbnail}>
                      {row.thumbnail ? (
                        <Thumbnail address={row.thumbnail} alt={`Photograph ${row.name}`} />
                      ) : (
                        <span className={styles.fine}>missing</span>
                      )}
                    </span>
                  </td>
                  <td>{row.name}</td>
                  <td>
                    <GradeBadge decision={row.grade} named />
                  </td>
                  <td>{row.oedema ?? '–'}</td>
                  <td>{row.patient ?? '–'}</td>
                  <td>{row.eye ?? '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
    </div>
  )
}
