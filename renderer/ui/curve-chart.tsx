import { useEffect, useMemo, useRef } from 'react'
import UPlot from 'uplot'
import styles from './curve-chart.module.css'

interface CurveChartProps {
  readonly title: string
  readonly lines: readonly { readonly name: string; readonly colour: string; readonly dashed: boolean }[]
  readonly data: [number[], ...(number | null)[][]]
  readonly xRange: readonly [number, number]
  /** null where it follows the values. */
  readonly yRange: readonly [number, number] | null
  readonly testId: string
}

const heightPx = 190
const axis = {
  stroke: '#8f9296',
  grid: { stroke: '#232527', width: 1 },
  ticks: { stroke: '#2a2c2f', width: 1, size: 4 },
}

/** Curves over epochs. The last values are also written out, for eyes and for screen readers. */
export function CurveChart({ title, lines, data, xRange, yRange, testId }: CurveChartProps) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot | null>(null)
  const ranges = useRef({ xRange, yRange })
  ranges.current = { xRange, yRange }
  const latest = useRef(data)
  latest.current = data

  useEffect(() => {
    const element = place.current
    if (!element) return
    const font = `12px ${getComputedStyle(element).fontFamily}`
    const made = new UPlot(
      {
        width: Math.max(element.clientWidth, 50),
        height: heightPx,
        legend: { show: false },
        cursor: { drag: { x: false, y: false } },
        scales: {
          x: { time: false, range: () => [...ranges.current.xRange] },
          y: { range: (_, low, high) => [...(ranges.current.yRange ?? around(low, high))] },
        },
        axes: [
          { ...axis, font, size: 28, space: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200] },
          { ...axis, font, size: 44 },
        ],
        series: [
          { label: 'epoch' },
          ...lines.map((line) => ({
            label: line.name,
            stroke: line.colour,
            width: 2,
            spanGaps: true,
            ...(line.dashed ? { dash: [6, 4] } : {}),
            points: { show: true, size: 5, fill: line.colour, stroke: line.colour },
          })),
        ],
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
  }, [lines])

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
        {last.map((line) => (
          <span key={line.name} className={styles.line}>
            <i style={{ '--colour': line.colour }} data-dashed={line.dashed} />
            {line.name} {line.value === null ? '–' : line.value.toFixed(3)}
          </span>
        ))}
      </figcaption>
      <div ref={place} className={styles.place} aria-hidden="true" />
    </figure>
  )
}

function around(low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [0, 1]
  const margin = Math.max((high - low) * 0.1, 0.01)
  return [Math.max(0, low - margin), high + margin]
}
