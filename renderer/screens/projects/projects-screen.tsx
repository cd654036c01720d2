import { useProject, useRecentProjects } from '../../data/projects.ts'
import { CreateProject } from './create-project.tsx'
import { OpenProject } from './open-project.tsx'
import { OpenedProject } from './opened-project.tsx'
import styles from './projects-screen.module.css'
import { RecentProjects } from './recent-projects.tsx'

/** Where one starts: the project that is open, those opened before, and a new one. */
export function ProjectsScreen() {
  const project = useProject()
  const recent = useRecentProjects()
  const first = !project.data && recent.data?.length === 0
  return (
    <div className={styles.screen}>
      {first ? (
        <header className={styles.intro}>
          <h2>Relabel with a model that learns from you</h2>
          <p>
            A project is one folder. It holds the labels as they came, every decision you make and every model trained
            on them; the photographs stay where they are and are never changed. Create one to begin.
          </p>
        </header>
      ) : null}
      {project.data ? <OpenedProject project={project.data} /> : null}
      <div className={styles.columns}>
        <RecentProjects recent={recent} open={project.data?.folder ?? null} />
        <div className={styles.stack}>
          <CreateProject />
          <OpenProject />
        </div>
      </div>
    </div>
  )
}
