import styles from './charts.module.css'
import { straight } from './scale.ts'

interface SparklineProps {
  /** What the drawing shows, in a sentence for who does not see it. */
  readonly label: string
  /** From left to right, as many of each; from 0 up to the largest of all. */
  readonly values: readonly number[]
  /** What `values` are held against. */
  readonly beside: readonly number[]
  readonly widthPx?: number
  readonly heightPx?: number
}

/** Room for half a point. */
const margin = 3

/** A course small enough for a line of text: the one in question, and dashed the usual one. */
export function Sparkline({ label, values, beside, widthPx = 72, heightPx = 32 }: SparklineProps) {
  const x = straight([0, Math.max(1, values.length - 1)], [margin, widthPx - margin])
  const y = straight([0, Math.max(...values, ...beside)], [heightPx - margin, margin])
  const points = (course: readonly number[]) => course.map((value, index) => `${x(index)},${y(value)}`).join(' ')
  return (
    <svg className={styles.sparkline} width={widthPx} height={heightPx} role="img" aria-label={label}>
      <line className={styles.grid} x1={margin} x2={widthPx - margin} y1={y(0)} y2={y(0)} />
      <polyline className={styles.usual} points={points(beside)} />
      <polyline className={styles.course} points={points(values)} />
      {values.map((value, index) => (
        <circle key={x(index)} className={styles.point} cx={x(index)} cy={y(value)} r={2} />
      ))}
    </svg>
  )
}
