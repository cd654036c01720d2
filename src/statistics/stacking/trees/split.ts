import type { TreeOptions, TreeTask } from './grow.ts'

/** A question: rows before `place` in the feature's order go left. */
export interface BestSplit {
  readonly feature: number
  readonly threshold: number
  readonly place: number
}

/** The part [start, end) of every feature's order that is one node. */
interface Node {
  readonly orders: readonly Int32Array[]
  readonly start: number
  readonly end: number
  readonly weights: Float64Array
}

/** Values closer than this are not told apart: scikit-learn's. */
const same = 1e-7

/** The question that leaves the least squared error, the first found on ties; undefined where none keeps enough rows on
 *  both sides. */
export function findSplit(
  { features, targets }: TreeTask,
  node: Node,
  { leaf, tried }: TreeOptions,
): BestSplit | undefined {
  const { orders, start, end, weights } = node
  const totals = new Float64Array(targets.length)
  let weight = 0
  for (let place = start; place < end; place++) {
    const row = (orders[0] as Int32Array)[place] as number
    const times = weights[row] as number
    weight += times
    for (let k = 0; k < targets.length; k++) {
      totals[k] = (totals[k] as number) + times * ((targets[k] as Float64Array)[row] as number)
    }
  }
  let best: BestSplit | undefined
  let bestGain = Number.NEGATIVE_INFINITY
  const left = new Float64Array(targets.length)
  let looked = 0
  for (const feature of shuffled(orders.length, tried?.uniform)) {
    if (tried && looked >= tried.count) break
    const order = orders[feature] as Int32Array
    const column = features.columns[feature] as Float64Array
    const valueAt = (place: number) => column[order[place] as number] as number
    if (valueAt(end - 1) <= valueAt(start) + same) continue
    looked++
    left.fill(0)
    let leftWeight = 0
    for (let place = start + 1; place < end; place++) {
      const row = order[place - 1] as number
      const times = weights[row] as number
      leftWeight += times
      for (let k = 0; k < left.length; k++) {
        left[k] = (left[k] as number) + times * ((targets[k] as Float64Array)[row] as number)
      }
      if (valueAt(place) <= valueAt(place - 1) + same) continue
      if (place - start < leaf || end - place < leaf) continue
      const gain = squares(left) / leftWeight + squaresOfRest(totals, left) / (weight - leftWeight)
      if (gain > bestGain) {
        bestGain = gain
        best = { feature, place, threshold: halfway(valueAt(place - 1), valueAt(place)) }
      }
    }
  }
  return best
}

/** Squared error of the rows about their mean, a unit of weight, summed over the outputs. */
export function spread(targets: readonly Float64Array[], weights: Float64Array, rows: Int32Array): number {
  const weight = rows.reduce((sum, row) => sum + (weights[row] as number), 0)
  return targets.reduce((all, target) => {
    let sum = 0
    let squared = 0
    for (const row of rows) {
      const value = target[row] as number
      sum += (weights[row] as number) * value
      squared += (weights[row] as number) * value * value
    }
    return all + squared / weight - (sum / weight) ** 2
  }, 0)
}

function squares(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return sum
}

function squaresOfRest(totals: Float64Array, left: Float64Array): number {
  let sum = 0
  for (let k = 0; k < totals.length; k++) sum += ((totals[k] as number) - (left[k] as number)) ** 2
  return sum
}

/** Rounding may lift the middle to the upper value itself, which must go right. */
function halfway(lower: number, upper: number): number {
  const middle = lower / 2 + upper / 2
  return middle === upper ? lower : middle
}

/** 0 … count-1, in a drawn order where a generator is given (Fisher and Yates). */
function shuffled(count: number, uniform: (() => number) | undefined): number[] {
  const order = Array.from({ length: count }, (_, k) => k)
  if (!uniform) return order
  for (let k = count - 1; k > 0; k--) {
    const other = Math.floor(uniform() * (k + 1))
    const kept = order[k] as number
    order[k] = order[other] as number
    order[other] = kept
  }
  return order
}
