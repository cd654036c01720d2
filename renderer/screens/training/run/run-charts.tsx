import { useMemo } from 'react'
import type { Epoch } from '#shared/contract/common.ts'
import { CurveChart } from '../../../ui/charts/curve-chart.tsx'
import { epochRange, kappaCurves, kappaRange, lossCurves } from './curve-data.ts'

interface RunChartProps {
  readonly epochs: readonly Epoch[]
  readonly planned: number
}

const trainingLine = [{ name: 'training', colour: '#8f9296', dashed: false }]
const lossLines = [...trainingLine, { name: 'validation', colour: '#7cc7b8', dashed: true }]
const intervalLines = [
  { name: 'low', colour: '#4a7068', dashed: true, faint: true },
  { name: 'high', colour: '#4a7068', dashed: true, faint: true },
]
const kappaLines = [{ name: 'validation, with its 95 % interval', colour: '#7cc7b8', dashed: false }, ...intervalLines]
const bothKappas = [
  { name: 'grades, with the 95 % interval', colour: '#7cc7b8', dashed: false },
  ...intervalLines,
  { name: 'oedema risk', colour: '#dcc396', dashed: true },
]

/** `validated`: whether the recipe sets photographs aside for it. */
export function LossChart({ epochs, planned, validated }: RunChartProps & { readonly validated: boolean }) {
  const data = useMemo(() => lossCurves(epochs, validated), [epochs, validated])
  return (
    <CurveChart
      title="Loss"
      lines={validated ? lossLines : trainingLine}
      data={data}
      xRange={epochRange(planned)}
      yRange={null}
      testId="loss-curve"
    />
  )
}

/** `oedema`: whether the run learns its risk, too. */
export function KappaChart({ epochs, planned, oedema }: RunChartProps & { readonly oedema: boolean }) {
  const data = useMemo(() => kappaCurves(epochs, oedema), [epochs, oedema])
  return (
    <CurveChart
      title="Quadratic kappa"
      lines={oedema ? bothKappas : kappaLines}
      data={data}
      xRange={epochRange(planned)}
      yRange={kappaRange(epochs)}
      testId="kappa-curve"
    />
  )
}
