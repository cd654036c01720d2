import styles from './progress-line.module.css'

interface ProgressLineProps {
  readonly label: string
  readonly done: number
  /** 0 where the end is not known yet. */
  readonly total: number
}

export function ProgressLine({ label, done, total }: ProgressLineProps) {
  const known = total > 0
  return (
    <div
      className={`${styles.track} ${known ? '' : styles.unknown}`}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={known ? total : undefined}
      aria-valuenow={known ? done : undefined}
    >
      <div className={styles.fill} style={{ transform: `scaleX(${known ? Math.min(1, done / total) : 0})` }} />
    </div>
  )
}
