import styles from './charts.module.css'
import { straight } from './scale.ts'

interface SparklineProps {
  /** What the drawing shows, in a sentence for who does not see it. */
  readonly label: string
  /** From left to right; from 0 up to the largest of all. */
  readonly values: readonly number[]
  /** What `values` are held against, over the same width however many there are. */
  readonly beside: readonly number[]
  readonly widthPx?: number
  readonly heightPx?: number
}

/** Room for half a point. */
const margin = 3

/** A course small enough for a line of text: the one in question, and dashed the usual one. */
export function Sparkline({ label, values, beside, widthPx = 72, heightPx = 32 }: SparklineProps) {
  const y = straight([0, Math.max(...values, ...beside)], [heightPx - margin, margin])
  const points = (course: readonly number[]) => {
    const x = straight([0, Math.max(1, course.length - 1)], [margin, widthPx - margin])
    return course.map((value, index) => `${x(index)},${y(value)}`).join(' ')
  }
  return (
    <svg className={styles.sparkline} width={widthPx} height={heightPx} role="img" aria-label={label}>
      <line className={styles.grid} x1={margin} x2={widthPx - margin} y1={y(0)} y2={y(0)} />
      <polyline className={styles.usual} points={points(beside)} />
      <polyline className={styles.course} points={points(values)} />
    </svg>
  )
}
