import { useElementSize } from '@mantine/hooks'
import type { LabelHealth } from '#shared/contract/health.ts'
import { gradeNames } from '#shared/grades.ts'
import { Legend } from '../../ui/charts/legend.tsx'
import { straight } from '../../ui/charts/scale.ts'
import { count } from '../../ui/count.ts'
import { gradeColour } from '../../ui/grade-look.ts'
import { percent } from '../../ui/percent.ts'
import styles from './chart-marks.module.css'
import frame from './health.module.css'

const bars = [
  { key: 'labelled', name: 'label as it came', fill: 'outline' },
  { key: 'current', name: 'grade now', fill: 'solid' },
  { key: 'estimated', name: 'truth, estimated', fill: 'hatched' },
] as const

const barPx = 18
const gapPx = 12
const nameWidth = 112
/** Room for "12,345 (100 %)" after the longest bar. */
const figureWidth = 112

/** Three bars for each grade; they differ in their filling, so that the colour is free to be the grade's. */
export function ClassBars({ classes }: Pick<LabelHealth, 'classes'>) {
  const { ref, width } = useElementSize()
  const shown = bars.filter(({ key }) => classes.every((one) => one[key] !== null))
  const most = Math.max(1, ...classes.flatMap((one) => shown.map(({ key }) => one[key] ?? 0)))
  const length = straight([0, most], [0, Math.max(20, width - nameWidth - figureWidth)])
  const sums = shown.map(({ key }) => classes.reduce((sum, one) => sum + (one[key] ?? 0), 0))
  const groupPx = shown.length * barPx + gapPx
  return (
    <>
      <Legend
        entries={shown.map(({ name, fill }) => ({
          name,
          sample: (
            <g style={{ '--grade': 'var(--text-second)' }}>
              <Bar id="legend" fill={fill} x={1} y={1} width={22} height={10} />
            </g>
          ),
        }))}
      />
      <div ref={ref} className={frame.bars}>
        {width > 0 ? (
          <svg width={width} height={classes.length * groupPx} role="img" aria-label={spoken(classes, shown)}>
            {classes.map((one, row) => (
              <g key={one.grade} style={{ '--grade': gradeColour(one.grade) }}>
                <text className={styles.barName} x={0} y={row * groupPx + (groupPx - gapPx) / 2} dy="0.35em">
                  <tspan style={{ fill: gradeColour(one.grade) }}>{one.grade}</tspan> {gradeNames[one.grade]}
                </text>
                {shown.map(({ key, fill }, place) => {
                  const value = one[key] ?? 0
                  const y = row * groupPx + place * barPx
                  return (
                    <g key={key}>
                      <Bar
                        id={`${one.grade}`}
                        fill={fill}
                        x={nameWidth}
                        y={y + 2}
                        width={Math.max(1, length(value))}
                        height={barPx - 5}
                      />
                      <text x={nameWidth + length(value) + 8} y={y + barPx / 2} dy="0.35em">
                        {count(Math.round(value))} ({percent(value / Math.max(1, sums[place] ?? 0))})
                      </text>
                    </g>
                  )
                })}
              </g>
            ))}
          </svg>
        ) : null}
      </div>
    </>
  )
}

interface BarProps {
  /** Of its hatching, in this page. */
  readonly id: string
  readonly fill: (typeof bars)[number]['fill']
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function Bar({ id, fill, ...place }: BarProps) {
  if (fill !== 'hatched') return <rect className={styles.bar} data-fill={fill} {...place} />
  return (
    <>
      <pattern id={`hatch-${id}`} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path className={styles.hatch} d="M0 0V5" />
      </pattern>
      <rect className={styles.bar} style={{ fill: `url(#hatch-${id})` }} {...place} />
    </>
  )
}

function spoken(classes: LabelHealth['classes'], shown: readonly (typeof bars)[number][]): string {
  return classes
    .map((one) => {
      const figures = shown.map(({ key, name }) => `${name} ${count(Math.round(one[key] ?? 0))}`)
      return `${one.grade} ${gradeNames[one.grade]}: ${figures.join(', ')}`
    })
    .join('. ')
}
