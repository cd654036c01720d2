import { useElementSize } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { count } from '../count.ts'
import styles from './charts.module.css'
import { logarithmic, powersOfTen, type Range, straight, ticks } from './scale.ts'

export interface PlotAxis {
  /** Left out where what is written over the chart says it. */
  readonly name?: string
  readonly range: Range
  /** Whether it grows by factors of ten. */
  readonly logarithmic?: boolean
  /** Counts: no tick between whole numbers. */
  readonly whole?: boolean
  readonly text?: (value: number) => string
}

/** From values to places in the drawing, pixels. */
export interface PlotPlace {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  /** Between the axes. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
}

interface PlotProps {
  /** What the drawing shows, in a sentence for who does not see it. */
  readonly label: string
  readonly x: PlotAxis
  readonly y: PlotAxis
  readonly heightPx?: number
  readonly children: (place: PlotPlace) => ReactNode
}

const margin = { top: 10, right: 26, bottom: 28, left: 44 }
/** Room of an axis's name. */
const namePx = 18
/** Room a written tick needs along the horizontal axis. */
const tickPx = 80

/** Two axes with their grid, as wide as its place; `children` draws between them. */
export function Plot({ label, x, y, heightPx = 300, children }: PlotProps) {
  const { ref, width } = useElementSize()
  return (
    <div ref={ref} className={styles.place} style={{ height: heightPx }}>
      {width > 0 ? (
        <svg className={styles.plot} width={width} height={heightPx} role="img" aria-label={label}>
          <Axes x={x} y={y} width={width} height={heightPx} draw={children} />
        </svg>
      ) : null}
    </div>
  )
}

interface AxesProps extends Pick<PlotProps, 'x' | 'y'> {
  readonly width: number
  readonly height: number
  readonly draw: PlotProps['children']
}

function Axes({ x, y, width, height, draw }: AxesProps) {
  const [left, right] = [margin.left + (y.name === undefined ? 0 : namePx), width - margin.right]
  const [top, bottom] = [margin.top, height - margin.bottom - (x.name === undefined ? 0 : namePx)]
  const place = {
    ...{ x: mapOf(x)(x.range, [left, right]), y: mapOf(y)(y.range, [bottom, top]) },
    area: { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) },
  }
  const across = Math.max(2, Math.min(8, Math.floor((right - left) / tickPx)))
  const written = ({ text = count }: PlotAxis, value: number) => text(value)
  return (
    <>
      {ticksOf(y, 5).map((value) => (
        <g key={value}>
          <line className={styles.grid} x1={left} x2={right} y1={place.y(value)} y2={place.y(value)} />
          <text className={styles.tick} x={left - 8} y={place.y(value)} dy="0.35em" textAnchor="end">
            {written(y, value)}
          </text>
        </g>
      ))}
      {ticksOf(x, across).map((value) => (
        <g key={value}>
          <line className={styles.grid} x1={place.x(value)} x2={place.x(value)} y1={top} y2={bottom} />
          <text className={styles.tick} x={place.x(value)} y={bottom + 18} textAnchor="middle">
            {written(x, value)}
          </text>
        </g>
      ))}
      {x.name === undefined ? null : (
        <text className={styles.axisName} x={(left + right) / 2} y={height - 6} textAnchor="middle">
          {x.name}
        </text>
      )}
      {y.name === undefined ? null : (
        <text
          className={styles.axisName}
          transform={`translate(14 ${(top + bottom) / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {y.name}
        </text>
      )}
      {draw(place)}
    </>
  )
}

const mapOf = (axis: PlotAxis) => (axis.logarithmic ? logarithmic : straight)

function ticksOf({ range, whole, logarithmic: byTens }: PlotAxis, about: number): number[] {
  return byTens ? powersOfTen(range) : ticks(range, about, whole)
}
