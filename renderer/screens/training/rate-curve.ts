import type { FoundRate } from '#shared/contract/training.ts'
import type { ChartMark } from '../../ui/charts/chart-mark.ts'
import type { CurveData } from './run/curve-data.ts'

interface ShownRateCurve {
  readonly data: CurveData
  readonly xRange: readonly [number, number]
  readonly yRange: readonly [number, number]
}

/** The curve with its axes. Once it diverges the loss grows without bounds: the upright axis ends as far above the first loss
 *  as twice what it fell, the other one where the curve has left through the top. */
export function rateCurve({ rates, losses }: FoundRate): ShownRateCurve {
  const least = Math.min(...losses)
  const first = losses[0] ?? least
  const spread = Math.max(first - least, 0.05)
  const top = first + 2 * spread
  const end = losses.findLastIndex((loss) => loss <= top) + 3
  return {
    data: [[...rates], [...losses]],
    xRange: [rates[0] ?? 1e-7, rates[end] ?? rates.at(-1) ?? 10],
    yRange: [Math.max(0, least - 0.25 * spread), top],
  }
}

/** Both suggestions, to two digits: more a range test cannot tell. */
export function rateSuggestions({ steepest, minimumTenth }: FoundRate): readonly ChartMark[] {
  const tenth = { at: Number(minimumTenth.toPrecision(2)), name: 'a tenth of the minimum’s rate', colour: '#dcc396' }
  if (steepest === null) return [tenth]
  return [{ at: Number(steepest.toPrecision(2)), name: 'steepest fall', colour: '#7cc7b8' }, tenth]
}
