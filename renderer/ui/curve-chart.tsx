import { useEffect, useMemo, useRef } from 'react'
import UPlot from 'uplot'
import type { ChartMark } from './chart-mark.ts'
import styles from './curve-chart.module.css'

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
  readonly xRange: readonly [number, number]
  /** null where it follows the values. */
  readonly yRange: readonly [number, number] | null
  /** Whether the horizontal axis grows by factors of ten; it counts epochs where left out. */
  readonly logarithmic?: boolean
  readonly marks?: readonly ChartMark[]
  readonly testId: string
}

const heightPx = 190
const axis = {
  stroke: '#8f9296',
  grid: { stroke: '#232527', width: 1 },
  ticks: { stroke: '#2a2c2f', width: 1, size: 4 },
}

/** Curves over epochs, or over what grows by factors of ten. The last values are also written out, for eyes and for screen readers. */
export function CurveChart(props: CurveChartProps) {
  const { title, lines, data, xRange, yRange, logarithmic = false, marks = none, testId } = props
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot | null>(null)
  const ranges = useRef({ xRange, yRange })
  ranges.current = { xRange, yRange }
  const latest = useRef(data)
  latest.current = data

  useEffect(() => {
    const element = place.current
    if (!element) return
    const style = getComputedStyle(element)
    // A canvas knows no names of tokens.css.
    const painted = (colour: string) =>
      colour.replace(/^var\((.+)\)$/, (_, name: string) => style.getPropertyValue(name))
    const font = `12px ${style.fontFamily}`
    const made = new UPlot(
      {
        width: Math.max(element.clientWidth, 50),
        height: heightPx,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { time: false, ...(logarithmic ? { distr: 3 } : {}), range: () => [...ranges.current.xRange] },
          y: { range: (_, low, high) => [...(ranges.current.yRange ?? around(low, high))] },
        },
        axes: [
          logarithmic
            ? {
                ...axis,
                font,
                size: 28,
                filter,
                grid: { ...axis.grid, filter },
                ticks: { ...axis.ticks, filter },
                values,
              }
            : { ...axis, font, size: 28, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200] },
          { ...axis, font, size: 44 },
        ],
        series: [
          { label: 'epoch' },
          ...lines.map((line) => ({
            label: line.name,
            stroke: painted(line.colour),
            width: line.faint ? 1 : 2,
            spanGaps: true,
            ...(line.dashed ? { dash: [6, 4] } : {}),
            points: {
              show: !logarithmic && !line.faint,
              size: 5,
              fill: painted(line.colour),
              stroke: painted(line.colour),
            },
          })),
        ],
        hooks: { draw: [(plot) => drawMarks(plot, marks)] },
      },
      latest.current,
      element,
    )
    chart.current = made
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: heightPx }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [lines, logarithmic, marks])

  useEffect(() => chart.current?.setData(data), [data])

  const last = useMemo(
    () =>
      lines.map((line, index) => ({
        ...line,
        value: data[index + 1]?.findLast((value): value is number => value !== null) ?? null,
      })),
    [lines, data],
  )
  return (
    <figure className={styles.chart} data-testid={testId} data-points={data[0].length}>
      <figcaption className={styles.caption}>
        <strong>{title}</strong>
        {last.map((line) =>
          line.faint ? null : (
            <span key={line.name} className={styles.line}>
              <i style={{ '--colour': line.colour }} data-dashed={line.dashed} />
              {line.name} {logarithmic ? '' : line.value === null ? '–' : line.value.toFixed(3)}
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
      <div ref={place} className={styles.place} aria-hidden="true" />
    </figure>
  )
}

const none: readonly ChartMark[] = []

/** Only whole powers of ten are lined and named: between them there is no room. */
function filter(_: UPlot, places: number[]): (number | null)[] {
  return places.map((place) => (Math.abs(Math.log10(place) - Math.round(Math.log10(place))) < 1e-6 ? place : null))
}

function values(_: UPlot, places: (number | null)[]): string[] {
  return places.map((place) => place?.toExponential(0) ?? '')
}

function drawMarks(plot: UPlot, marks: readonly ChartMark[]): void {
  const { ctx, bbox } = plot
  ctx.save()
  for (const { at, colour } of marks) {
    const x = Math.round(plot.valToPos(at, 'x', true))
    ctx.strokeStyle = colour
    ctx.lineWidth = 2 * UPlot.pxRatio
    ctx.beginPath()
    ctx.moveTo(x, bbox.top)
    ctx.lineTo(x, bbox.top + bbox.height)
    ctx.stroke()
  }
  ctx.restore()
}

function around(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const margin = Math.max((high - low) * 0.1, 0.01)
  return [Math.max(0, low - margin), high + margin]
}
