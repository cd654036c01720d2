import { type ReactNode, useMemo } from 'react'
import type { ChartMark } from './chart-mark.ts'
import styles from './curve-chart.module.css'
import { Plot, type PlotPlace } from './plot.tsx'
import type { Range } from './scale.ts'

interface Line {
  readonly name: string
  readonly colour: string
  readonly dashed: boolean
  /** Thin, without points and not written out: the ends of an interval. */
  readonly faint?: boolean
}

interface CurveChartProps {
  readonly title: string
  readonly lines: readonly Line[]
  readonly data: [number[], ...(number | null)[][]]
  readonly xRange: Range
  /** null where it follows the values. */
  readonly yRange: Range | null
  /** Whether the horizontal axis grows by factors of ten; it counts epochs where left out. */
  readonly logarithmic?: boolean
  readonly marks?: readonly ChartMark[]
  readonly testId: string
}

const heightPx = 190
/** Most points of a line that each has a dot: beyond, dots run into one. */
const mostDots = 100

/** Curves over epochs, or over what grows by factors of ten. The last values are also written out, for eyes and for screen readers. */
export function CurveChart(props: CurveChartProps) {
  const { title, lines, data, xRange, yRange, logarithmic = false, marks = none, testId } = props
  const [across, ...courses] = data
  const upwards = useMemo(() => yRange ?? around(data.slice(1).flat()), [yRange, data])
  const drawn = lines.map((line, index) => ({
    ...line,
    points: (courses[index] ?? []).flatMap((y, place) => {
      const x = across[place]
      return y === null || x === undefined ? [] : [[x, y] as const]
    }),
  }))
  return (
    <figure className={styles.chart} data-testid={testId} data-points={across.length}>
      <figcaption className={styles.caption}>
        <strong>{title}</strong>
        {drawn.map(({ name, colour, dashed, faint, points }) =>
          faint ? null : (
            <span key={name} className={styles.line}>
              <i style={{ '--colour': colour }} data-dashed={dashed} />
              {name} {logarithmic ? '' : (points.at(-1)?.[1].toFixed(3) ?? '–')}
            </span>
          ),
        )}
        {marks.map(({ name, colour }) => (
          <span key={name} className={styles.line}>
            <i style={{ '--colour': colour }} data-upright="true" />
            {name}
          </span>
        ))}
      </figcaption>
      <Plot
        label={title}
        x={{ range: xRange, ...(logarithmic ? { logarithmic, text: powerText } : { whole: true }) }}
        y={{ range: upwards, text: (value) => String(value) }}
        heightPx={heightPx}
      >
        {(place) => (
          <Between place={place}>
            {drawn.map((line) => (
              <Curve key={line.name} {...line} place={place} dotted={!logarithmic} />
            ))}
            {marks.map(({ name, at, colour }) => (
              <line
                key={name}
                {...{ x1: place.x(at), x2: place.x(at), stroke: colour, strokeWidth: 2 }}
                {...{ y1: place.area.y, y2: place.area.y + place.area.height }}
              />
            ))}
          </Between>
        )}
      </Plot>
    </figure>
  )
}

const none: readonly ChartMark[] = []

const powerText = (value: number) => value.toExponential(0)

/** What lies beyond the axes is not drawn; a dot upon them is whole. */
function Between({ place, children }: { readonly place: PlotPlace; readonly children: ReactNode }) {
  const { x, y, width, height } = place.area
  const rim = 4
  const seen = { x: x - rim, y: y - rim, width: width + 2 * rim, height: height + 2 * rim }
  return (
    <svg {...seen} viewBox={`${seen.x} ${seen.y} ${seen.width} ${seen.height}`} aria-hidden="true">
      {children}
    </svg>
  )
}

interface CurveProps extends Line {
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly place: PlotPlace
  readonly dotted: boolean
}

function Curve({ points, place, colour, dashed, faint = false, dotted }: CurveProps) {
  const course = points.map(([x, y]) => `${place.x(x)},${place.y(y)}`).join(' ')
  const stroke = { stroke: colour, strokeWidth: faint ? 1 : 2, ...(dashed && { strokeDasharray: '6 4' }) }
  return (
    <>
      <polyline points={course} fill="none" {...stroke} />
      {dotted && !faint && points.length <= mostDots
        ? points.map(([x, y]) => <circle key={x} cx={place.x(x)} cy={place.y(y)} r={2.5} fill={colour} />)
        : null}
    </>
  )
}

/** A range around the values, with a margin; 0 to 1 where there are none yet. */
function around(values: readonly (number | null)[]): Range {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value))
  if (known.length === 0) return [0, 1]
  const [low, high] = [Math.min(...known), Math.max(...known)]
  const margin = Math.max((high - low) * 0.1, 0.01)
  return [Math.max(0, low - margin), high + margin]
}
