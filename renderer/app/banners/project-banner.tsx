import { IconAlertTriangle } from '@tabler/icons-react'
import { useProject } from '../../data/projects.ts'
import styles from '../frame/frame.module.css'

/** Shown over every screen while the open project cannot be written, or lacks what was acknowledged once. */
export function ProjectBanner() {
  const warnings = useProject().data?.warnings ?? []
  return warnings.map(({ kind, sentence }) =>
    kind === 'sync-folder' ? null : (
      <div
        key={kind}
        className={`${styles.banner} ${kind === 'read-only' ? '' : styles.refused}`}
        role="alert"
        data-testid={`project-${kind}`}
      >
        <IconAlertTriangle size={18} stroke={1.6} aria-hidden="true" className={styles.bannerIcon} />
        <span>
          {kind === 'read-only' ? <strong>Read only. </strong> : null}
          {sentence}
        </span>
      </div>
    ),
  )
}
