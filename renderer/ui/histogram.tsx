import { memo } from 'react'
import { histogramPath } from './histogram-path.ts'

interface HistogramProps {
  /** Counts by grey level, dark to bright. */
  readonly bins: readonly number[]
  readonly label: string
  readonly className?: string | undefined
}

/** Grey levels inside the retina, drawn to its own highest bin. */
export const Histogram = memo(function Histogram({ bins, label, className }: HistogramProps) {
  return (
    <svg className={className} viewBox="0 0 64 20" preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={histogramPath(bins, 64, 20)} fill="currentColor" />
    </svg>
  )
})
