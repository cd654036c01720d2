import { IconCheck } from '@tabler/icons-react'
import { useConnection } from '../../data/connection.ts'
import { useProject } from '../../data/projects.ts'
import { clockTime } from '../../ui/time.ts'
import styles from './saved-status.module.css'
import { useSession } from './session/session.ts'

/** Whether the last decision is stored. */
export function SavedStatus() {
  const project = useProject()
  const { savedAt, committing } = useSession()
  const line = useConnection((connection) => connection.state)
  if (committing) {
    return (
      <span className={`${styles.saving} ${line === 'open' ? '' : styles.warning}`}>
        {line === 'open' ? 'Saving…' : 'Not saved yet: waiting for the workstation'}
      </span>
    )
  }
  if (savedAt) {
    return (
      <>
        <IconCheck size={14} stroke={2} aria-hidden="true" /> Saved {clockTime(savedAt)}
      </>
    )
  }
  return project.data ? 'Nothing to save' : null
}
