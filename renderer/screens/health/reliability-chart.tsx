import type { LabelHealth } from '#shared/contract/health.ts'
import { Legend } from '../../ui/charts/legend.tsx'
import { Plot } from '../../ui/charts/plot.tsx'
import { percent } from '../../ui/percent.ts'
import styles from './chart-marks.module.css'

interface ReliabilityChartProps {
  readonly bins: NonNullable<LabelHealth['reliability']>['bins']
  readonly label: string
}

const whole = [0, 1] as const

/** Suspicion across, what was found wrong upwards; the diagonal is a suspicion that keeps its word. */
export function ReliabilityChart({ bins, label }: ReliabilityChartProps) {
  return (
    <>
      <Legend
        entries={[
          {
            name: 'found wrong, with 95 % interval',
            sample: (
              <>
                <path className={styles.whisker} d="M12 0V12M9 0H15M9 12H15" />
                <circle className={styles.dot} cx={12} cy={6} r={4} />
              </>
            ),
          },
          { name: 'as suspected', sample: <path className={styles.reference} d="M1 6H23" /> },
        ]}
      />
      <Plot
        label={label}
        x={{ name: 'suspicion', range: whole, text: percent }}
        y={{ name: 'found wrong', range: whole, text: percent }}
      >
        {(at) => (
          <>
            <path className={styles.reference} d={`M${at.x(0)} ${at.y(0)}L${at.x(1)} ${at.y(1)}`} />
            {bins.map(({ suspicion, wrong, interval: [low, high], n }, place) => {
              const x = at.x(suspicion)
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: two bins may have one suspicion; their places are the bins
                <g key={place}>
                  <title>{`${n} labels of suspicion ${percent(suspicion)}: ${percent(wrong)} wrong`}</title>
                  <path
                    className={styles.whisker}
                    d={`M${x} ${at.y(low)}V${at.y(high)}M${x - 4} ${at.y(low)}h8M${x - 4} ${at.y(high)}h8`}
                  />
                  <circle className={styles.dot} cx={x} cy={at.y(wrong)} r={4} />
                </g>
              )
            })}
          </>
        )}
      </Plot>
    </>
  )
}
