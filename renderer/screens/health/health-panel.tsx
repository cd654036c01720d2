import type { ReactNode } from 'react'
import { useProject } from '../../data/projects.ts'
import type { DataTable } from '../../ui/csv.ts'
import { elementPicture } from '../../ui/element-picture.ts'
import { Panel } from '../../ui/panel.tsx'
import { SaveButton } from '../../ui/save-button.tsx'
import { fileName, saveFile, saveTable } from '../../ui/save-file.ts'
import styles from './health.module.css'

interface HealthPanelProps {
  readonly title: string
  /** What it shows, as a file; null as long as there is nothing to take along. */
  readonly table: () => DataTable | null
  /** In the names of its files beside the title. */
  readonly of?: string
  readonly controls?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

/** A panel that can be taken along: its figures as CSV, itself as a picture. */
export function HealthPanel({ title, table, of = '', controls, className, children }: HealthPanelProps) {
  const project = useProject().data?.name ?? ''
  const figures = table()
  const names = [project, title, of]
  const savePicture = async (button: HTMLElement) => {
    const panel = button.closest('section')
    if (panel) saveFile(fileName(names, 'png'), await elementPicture(panel))
  }
  return (
    <Panel
      title={title}
      className={className}
      aside={
        <div className={styles.corner} data-unpictured>
          {controls}
          {figures ? (
            <div className={styles.saving}>
              <SaveButton kind="CSV" of={title} title="The figures, as CSV" save={() => saveTable(names, figures)} />
              <SaveButton kind="PNG" of={title} title="This panel, as a picture" save={savePicture} />
            </div>
          ) : null}
        </div>
      }
    >
      {children}
    </Panel>
  )
}
