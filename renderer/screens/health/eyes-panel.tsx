import type { LabelHealth } from '#shared/contract/health.ts'
import { count, counted } from '../../ui/count.ts'
import { GradeMatrix } from '../../ui/grade-matrix.tsx'
import { percent } from '../../ui/percent.ts'
import { StateMessage } from '../../ui/state-message.tsx'
import styles from './health.module.css'
import { HealthPanel } from './health-panel.tsx'
import { eyesTable } from './health-tables.ts'

/** How far the two eyes of a patient have one grade. */
export function EyesPanel({ health }: { readonly health: LabelHealth }) {
  const { n, matrix, same, withinOne, quadraticKappa } = health.eyes
  if (n === 0) {
    return (
      <HealthPanel title="Left and right eyes" table={() => null}>
        <StateMessage title="No pair of eyes has grades">
          It takes patients of whom both eyes are graded. Names such as 10_left and 10_right, or a label file with
          patients, tell which eyes belong together.
        </StateMessage>
      </HealthPanel>
    )
  }
  const most = Math.max(...matrix.map((row) => Math.max(...row)), 1)
  const facts = [
    ['Same grade', same === null ? '–' : percent(same)],
    ['Within one grade', withinOne === null ? '–' : percent(withinOne)],
    ['Quadratic kappa', quadraticKappa === null ? '–' : quadraticKappa.toFixed(2)],
  ] as const
  return (
    <HealthPanel title="Left and right eyes" table={() => eyesTable(health)}>
      <dl className={styles.facts}>
        {facts.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.wide}>
        <GradeMatrix
          label="Patients by the grades of their right and left eyes"
          corner="right ↓ left →"
          matrix={matrix}
          text={count}
          shade={(value) => value / most}
        />
      </div>
      <p className={styles.text}>{counted(n, 'patient')}, by the grades as they are now.</p>
    </HealthPanel>
  )
}
