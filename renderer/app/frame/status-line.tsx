import { IconAlertTriangle, IconCpu } from '@tabler/icons-react'
import { useConnection } from '../../data/connection.ts'
import { useRunList } from '../../data/jobs.ts'
import { useProject } from '../../data/projects.ts'
import { useActiveRun } from '../../data/runs.ts'
import { useSystemStatus } from '../../data/system.ts'
import { screens } from '../../screens/screens.ts'
import { count } from '../../ui/count.ts'
import { ProgressLine } from '../../ui/progress-line.tsx'
import { runSentence } from '../../ui/run-sentence.ts'
import styles from './frame.module.css'

const littleSpaceBytes = 2e9

const statuses = screens.flatMap(({ name, status: Status }) => (Status ? [{ name, Status }] : []))

/** The bottom line: what is saved, how much is done, what the machine is doing. */
export function StatusLine() {
  const project = useProject()
  const status = useSystemStatus()
  const line = useConnection((connection) => connection.state)
  const active = useActiveRun(useRunList().data)
  const freeBytes = status.data?.freeBytes ?? null
  return (
    <footer className={styles.status}>
      <span className={`${styles.statusItem} ${styles.saved}`} role="status" data-testid="saved">
        {statuses.map(({ name, Status }) => (
          <Status key={name} />
        ))}
      </span>
      {project.data && project.data.images > 0 ? (
        <span className={styles.statusItem} data-testid="reviewed">
          {count(project.data.reviewed)} of {count(project.data.images)} read
        </span>
      ) : null}
      {freeBytes !== null && freeBytes < littleSpaceBytes ? (
        <span className={`${styles.statusItem} ${styles.warning}`}>
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" /> Only {(freeBytes / 1e9).toFixed(1)} GB left on
          the disk
        </span>
      ) : null}
      <span className={`${styles.statusItem} ${styles.statusEnd}`} data-testid="activity">
        {active ? (
          <>
            {runSentence(active)}
            <span className={styles.miniTrack}>
              <ProgressLine label={runSentence(active)} done={active.run.done} total={active.run.total} />
            </span>
          </>
        ) : null}
      </span>
      <span className={styles.statusItem}>
        <IconCpu size={14} stroke={1.6} aria-hidden="true" />
        {line !== 'open' ? 'no answer' : status.data ? `${status.data.device}${active ? '' : ', idle'}` : '…'}
      </span>
    </footer>
  )
}
