import { notifications } from '@mantine/notifications'
import { type MouseEvent, type ReactNode, useState } from 'react'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useProject } from '../../data/projects.ts'
import { csvOf, type DataTable } from '../../ui/csv.ts'
import { elementPicture } from '../../ui/element-picture.ts'
import { Panel } from '../../ui/panel.tsx'
import { fileName, saveFile } from '../../ui/save-file.ts'
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
  const [drawing, setDrawing] = useState(false)
  const figures = table()
  const names = [project, title, of]
  const saveTable = () => {
    if (figures) saveFile(fileName(names, 'csv'), new Blob([csvOf(figures)], { type: 'text/csv;charset=utf-8' }))
  }
  const savePicture = async (event: MouseEvent) => {
    const panel = event.currentTarget.closest('section')
    if (!panel || drawing) return
    setDrawing(true)
    try {
      saveFile(fileName(names, 'png'), await elementPicture(panel))
    } catch (error) {
      notifications.show({ color: 'red', message: failureSentence(error) })
    } finally {
      setDrawing(false)
    }
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
              <button type="button" aria-label={`Save ${title} as CSV`} title="The figures, as CSV" onClick={saveTable}>
                CSV
              </button>
              <button
                type="button"
                aria-label={`Save ${title} as PNG`}
                title="This panel, as a picture"
                aria-busy={drawing}
                onClick={(event) => void savePicture(event)}
              >
                PNG
              </button>
            </div>
          ) : null}
        </div>
      }
    >
      {children}
    </Panel>
  )
}
