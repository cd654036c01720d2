import type { BoundaryEntryReport } from '#shared/contract/health.ts'
import { Legend } from '../../../ui/charts/legend.tsx'
import { Plot } from '../../../ui/charts/plot.tsx'
import styles from '../chart-marks.module.css'
import { foundPlot } from './found-plot.ts'

interface FoundChartProps {
  readonly entry: BoundaryEntryReport
  readonly label: string
}

/** Wrong labels found against readings, beside random order and the estimated total. */
export function FoundChart({ entry, label }: FoundChartProps) {
  const { curve, random, total: estimated, showsTotal, x, y } = foundPlot(entry)
  const total = showsTotal ? estimated : null
  return (
    <>
      <Legend
        entries={[
          { name: 'found', sample: <path className={styles.curve} d="M1 6H23" /> },
          ...(random === null
            ? []
            : [{ name: 'found in random order', sample: <path className={styles.reference} d="M1 6H23" /> }]),
          ...(total
            ? [
                {
                  name: 'wrong in all, estimated, with 95 % interval',
                  sample: (
                    <>
                      <rect className={styles.band} width={24} height={12} />
                      <path className={styles.estimate} d="M0 6H24" />
                    </>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Plot
        label={label}
        x={{ name: 'readings', range: x, whole: true }}
        y={{ name: 'wrong labels', range: y, whole: true }}
      >
        {(at) => (
          <>
            {total ? (
              <>
                <rect
                  className={styles.band}
                  x={at.x(x[0])}
                  width={at.x(x[1]) - at.x(x[0])}
                  y={at.y(total.high)}
                  height={at.y(total.low) - at.y(total.high)}
                />
                <path className={styles.estimate} d={`M${at.x(x[0])} ${at.y(total.value)}H${at.x(x[1])}`} />
              </>
            ) : null}
            {random === null ? null : (
              <path className={styles.reference} d={`M${at.x(0)} ${at.y(0)}L${at.x(entry.read)} ${at.y(random)}`} />
            )}
            <path
              className={styles.curve}
              d={curve
                .map(([readings, found], index) => `${index ? 'L' : 'M'}${at.x(readings)} ${at.y(found)}`)
                .join('')}
            />
          </>
        )}
      </Plot>
    </>
  )
}
