import type { ReactNode } from 'react'
import styles from './charts.module.css'

interface LegendProps {
  /** `sample`: SVG, drawn on 24 by 12 pixels. */
  readonly entries: readonly { readonly name: string; readonly sample: ReactNode }[]
}

/** What the lines and fills of a chart mean. */
export function Legend({ entries }: LegendProps) {
  return (
    <ul className={styles.legend}>
      {entries.map(({ name, sample }) => (
        <li key={name}>
          <svg width={24} height={12} aria-hidden="true">
            {sample}
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}
