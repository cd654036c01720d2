import type { LabelHealth } from '#shared/contract/health.ts'
import { ClassBars } from './class-bars.tsx'
import styles from './health.module.css'
import { HealthPanel } from './health-panel.tsx'
import { classTable } from './health-tables.ts'

/** How common each grade is: by the labels, by now, and truly. */
export function ClassesPanel({ health }: { readonly health: LabelHealth }) {
  return (
    <HealthPanel title="Class shares" table={() => classTable(health)}>
      <ClassBars classes={health.classes} />
      {health.noise ? null : (
        <p className={styles.text}>Without a model’s predictions the true shares cannot be estimated.</p>
      )}
    </HealthPanel>
  )
}
