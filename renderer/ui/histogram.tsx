import { memo } from 'react'
import { histogramPath } from './histogram-path.ts'

interface HistogramProps {
  /** Counts by grey level, dark to bright. */
  readonly bins: readonly number[]
  readonly className?: string | undefined
}

/** Grey levels inside the retina, dark to bright, drawn to its own highest bin; for eyes alone, beside the measures in words. */
export const Histogram = memo(function Histogram({ bins, className }: HistogramProps) {
  return (
    <svg className={className} viewBox="0 0 64 20" preserveAspectRatio="none" aria-hidden="true">
      <path d={histogramPath(bins, 64, 20)} fill="currentColor" />
    </svg>
  )
})
