import { Button } from '@mantine/core'
import { IconAlertTriangle, IconChevronRight } from '@tabler/icons-react'
import { Failed } from '../../app/kit/failed.tsx'
import { failureSentence } from '../../data/failure-sentence.ts'
import type { useRecentProjects } from '../../data/projects.ts'
import { useOpenProject } from '../../data/projects.ts'
import { Panel } from '../../ui/panel.tsx'
import { FailureMessage, LoadingMessage } from '../../ui/state-message.tsx'
import { dayAndTime } from '../../ui/time.ts'
import styles from './projects-screen.module.css'

interface RecentProjectsProps {
  readonly recent: ReturnType<typeof useRecentProjects>
  /** Folder of the project that is open. */
  readonly open: string | null
}

export function RecentProjects({ recent, open: openFolder }: RecentProjectsProps) {
  const open = useOpenProject()
  const now = new Date()
  return (
    <Panel title="Recent projects">
      {recent.isPending ? <LoadingMessage>Reading the list…</LoadingMessage> : null}
      {recent.isError ? (
        <FailureMessage
          title="The list could not be read"
          sentence={failureSentence(recent.error)}
          action={<Button onClick={() => void recent.refetch()}>Try again</Button>}
        />
      ) : null}
      {recent.data?.length === 0 ? <p className={styles.fine}>None yet. Projects you open are listed here.</p> : null}
      <ul className={styles.recent}>
        {recent.data?.map((project) => (
          <li key={project.folder}>
            <button
              type="button"
              className={styles.recentProject}
              disabled={!project.present || project.folder === openFolder || open.isPending}
              onClick={() => open.mutate({ folder: project.folder })}
              data-testid="recent-project"
            >
              <span className={styles.recentName}>{project.name}</span>
              <span className={styles.fine}>
                {project.folder === openFolder
                  ? 'open now'
                  : project.present
                    ? dayAndTime(project.openedAt, now)
                    : 'folder is missing'}
              </span>
              <span className={styles.path}>{project.folder}</span>
              {project.present ? (
                <IconChevronRight size={16} className={styles.chevron} aria-hidden="true" />
              ) : (
                <IconAlertTriangle size={16} className={styles.missing} aria-hidden="true" />
              )}
            </button>
          </li>
        ))}
      </ul>
      <Failed of={open} />
    </Panel>
  )
}
