import { useMemo } from 'react'
import type { Epoch } from '#shared/contract/common.ts'
import { CurveChart } from '../../ui/curve-chart.tsx'
import { epochRange, kappaCurves, kappaRange, lossCurves } from './curve-data.ts'

interface RunChartProps {
  readonly epochs: readonly Epoch[]
  readonly planned: number
}

const lossLines = [
  { name: 'training', colour: '#8f9296', dashed: false },
  { name: 'validation', colour: '#7cc7b8', dashed: true },
]
const kappaLines = [
  { name: 'validation, with its 95 % interval', colour: '#7cc7b8', dashed: false },
  { name: 'low', colour: '#4a7068', dashed: true, faint: true },
  { name: 'high', colour: '#4a7068', dashed: true, faint: true },
]

export function LossChart({ epochs, planned }: RunChartProps) {
  const data = useMemo(() => lossCurves(epochs), [epochs])
  return (
    <CurveChart
      title="Loss"
      lines={lossLines}
      data={data}
      xRange={epochRange(planned)}
      yRange={null}
      testId="loss-curve"
    />
  )
}

export function KappaChart({ epochs, planned }: RunChartProps) {
  const data = useMemo(() => kappaCurves(epochs), [epochs])
  return (
    <CurveChart
      title="Quadratic kappa"
      lines={kappaLines}
      data={data}
      xRange={epochRange(planned)}
      yRange={kappaRange(epochs)}
      testId="kappa-curve"
    />
  )
}
