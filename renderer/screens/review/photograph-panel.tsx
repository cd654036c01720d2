import { reasonInWords } from '#shared/quality-reasons.ts'
import type { Photograph } from '../../data/contract-types.ts'
import { usePhotograph } from '../../data/review.ts'
import { count } from '../../ui/count.ts'
import { GradeBadge } from '../../ui/grade-badge.tsx'
import { DecisionPad } from './decision-pad.tsx'
import { EarlierReadings } from './earlier-readings.tsx'
import { ModelPart } from './model-part.tsx'
import styles from './photograph-panel.module.css'
import { useSession } from './session/session.ts'
import { SuspicionPart } from './suspicion/suspicion-part.tsx'

/** What is known of the photograph on the stage, and where its grade is given. */
export function PhotographPanel() {
  const presented = useSession((session) => session.presented)
  const latest = usePhotograph(presented?.photograph.image ?? null)
  const photograph = latest.data ?? presented?.photograph
  return (
    <aside className={styles.panel} aria-label="About the photograph">
      <div className={styles.known}>
        {photograph ? (
          <>
            <header className={styles.header}>
              <h2 className={styles.name} data-testid="photograph-name">
                {photograph.name}
              </h2>
              <p className={styles.fine}>
                {count(photograph.width)} × {count(photograph.height)}
                {photograph.eye ? ` · ${photograph.eye} eye` : ''}
                {photograph.patient ? ` · patient ${photograph.patient}` : ''}
                {photograph.quality ? ` · quality ${photograph.quality.verdict}` : ''}
                {photograph.quality?.reasons.length
                  ? ` (${photograph.quality.reasons.map(reasonInWords).join(', ')})`
                  : ''}
                {photograph.quality?.notes.map((note) => ` · ${note}`).join('')}
              </p>
            </header>
            {photograph.blind ? (
              <section className={styles.part} aria-label="Shown blind" data-testid="shown-blind">
                <h2 className={styles.title}>Shown blind</h2>
                <p>
                  Some photographs are read without their label and without what a model or any reader has said of them:
                  models, labels and readings are judged by them. All that appears once you have graded it.
                </p>
              </section>
            ) : (
              <>
                <Labels of={photograph.labels} />
                <ModelPart photograph={photograph} />
                <SuspicionPart suspicion={photograph.suspicion} current={photograph.current} />
                <EarlierReadings photograph={photograph} />
              </>
            )}
          </>
        ) : (
          <p className={styles.fine}>No photograph is on the stage yet.</p>
        )}
      </div>
      <DecisionPad />
    </aside>
  )
}

/** The label that counts and the file it is of; what other files say stands below it. */
function Labels({ of: labels }: { readonly of: Photograph['labels'] }) {
  const others = labels.filter(({ counts }) => !counts)
  return (
    <section className={styles.part} aria-label="Imported labels">
      <h2 className={styles.title}>Label</h2>
      {labels.length === 0 ? (
        <p className={styles.fine}>No label file names this photograph.</p>
      ) : (
        <LabelList of={labels.filter(({ counts }) => counts)} />
      )}
      {others.length === 0 ? null : (
        <>
          <h3 className={styles.others}>{others.length === 1 ? 'Another label file' : 'Other label files'}</h3>
          <LabelList of={others} />
        </>
      )}
    </section>
  )
}

function LabelList({ of: labels }: { readonly of: Photograph['labels'] }) {
  return (
    <ul className={styles.labels}>
      {labels.map((label) => (
        <li key={label.file} className={styles.label}>
          <GradeBadge decision={label.grade} named />
          <span className={styles.source} title={`${label.fileName}, of the label set ${label.name}`}>
            {label.fileName}
          </span>
          {label.oedema === null ? null : <span className={styles.oedema}>oedema {label.oedema}</span>}
        </li>
      ))}
    </ul>
  )
}
