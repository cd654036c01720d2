import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { goTo } from '../../app/kit/route.ts'
import type { Project } from '../../data/contract-types.ts'
import { useCloseProject } from '../../data/projects.ts'
import { count, counted } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import { MissingPhotographs } from './missing-photographs.tsx'
import { OthersReadings } from './others-readings.tsx'
import styles from './projects-screen.module.css'

/** The project that is open, in figures, and what to do next in it. */
export function OpenedProject({ project }: { readonly project: Project }) {
  const close = useCloseProject()
  const empty = project.images === 0
  const files = project.labelSets.reduce((sum, set) => sum + set.files.length, 0)
  return (
    <Panel title={project.name} aside={<span className={styles.path}>{project.folder}</span>}>
      <div className={styles.figures}>
        <Figure value={count(project.images)} name="photographs" />
        <Figure value={count(project.reviewed)} name="read" />
        <Figure value={count(project.readings)} name="readings" />
        <Figure value={count(files)} name={files === 1 ? 'label file' : 'label files'} />
      </div>
      {project.labelSets.length > 0 ? (
        <ul className={styles.sets}>
          {project.labelSets.map((set) => (
            <li key={set.id}>
              <strong>{set.name}</strong>
              <span>
                {set.layout}, {set.files.length > 1 ? `${counted(set.files.length, 'file')}, ` : ''}
                {counted(set.labels, 'label')}
                {set.primary ? ', primary' : ''}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      <MissingPhotographs key={project.id} />
      {project.warnings.map(({ kind, sentence }) =>
        kind === 'sync-folder' ? (
          <p key={kind} className={styles.warning} data-testid="sync-folder">
            <IconAlertTriangle size={16} stroke={1.6} aria-hidden="true" />
            <span>{sentence}</span>
          </p>
        ) : null,
      )}
      <OthersReadings project={project} />
      <div className={styles.buttons}>
        {empty ? (
          <Button onClick={() => goTo('import')}>Import photographs</Button>
        ) : (
          <Button onClick={() => goTo('review')}>
            {project.reviewed === 0 ? 'Begin reviewing' : 'Go on reviewing'}
          </Button>
        )}
        {empty ? null : (
          <Button variant="default" onClick={() => goTo('import')}>
            Import more
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={() => close.mutate(undefined)} loading={close.isPending}>
          Close the project
        </Button>
      </div>
    </Panel>
  )
}

function Figure({ value, name }: { readonly value: string; readonly name: string }) {
  return (
    <div className={styles.figure}>
      <span>{value}</span>
      {name}
    </div>
  )
}
