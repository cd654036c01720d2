import { pairwiseSum } from '../label-issues/pairwise-sum.ts'
import type { Crowd } from './crowd.ts'

/** Least probability of which the logarithm is taken. */
const least = 1e-30
/** Temperatures tried first; then the gaps beside the best of them in steps of a quarter. */
const coarse = [0.1, 0.2, 0.5, 0.8, 1, 2, 3, 5, 8]
const steps = 4

/** The temperature at which the model's probabilities are closest to the shares of readers for each class (soft cross-entropy,
 *  mean over the rated items), by the grid of cleanlab 2.9.0. Over 1: the model is surer than the readers are of one
 *  another. The figure is not cleanlab's own where not every item has all classes among its ratings: it counts them as
 *  decimal numbers then, which puts the n-th class that was given on class n. */
export function readersTemperature(crowd: Crowd): number {
  const first = bestOf(crowd, coarse)
  const place = coarse.indexOf(first)
  const [below, above] = [coarse[place - 1], coarse[place + 1]]
  const fine = [
    ...(below === undefined ? [] : between(below, first)),
    ...(above === undefined ? [] : [...between(first, above), above]),
  ]
  return bestOf(crowd, fine)
}

function between(from: number, to: number): number[] {
  return Array.from({ length: steps }, (_, step) => from + step * ((to - from) / steps))
}

/** The first of `temperatures` with the least cross-entropy. */
function bestOf(crowd: Crowd, temperatures: readonly number[]): number {
  const logarithms = crowd.probabilities.map(Math.log)
  let [best, lowest] = [temperatures[0] as number, Number.POSITIVE_INFINITY]
  for (const temperature of temperatures) {
    const entropy = softCrossEntropy(crowd, logarithms, temperature)
    if (entropy < lowest) [best, lowest] = [temperature, entropy]
  }
  return best
}

function softCrossEntropy({ items, classes, counts, times }: Crowd, logarithms: Float64Array, temperature: number) {
  const entropies: number[] = []
  for (let item = 0; item < items; item++) {
    const raters = times[item] as number
    if (raters === 0) continue
    let total = 0
    for (let k = 0; k < classes; k++) total += Math.exp((logarithms[item * classes + k] as number) / temperature)
    let entropy = 0
    for (let k = 0; k < classes; k++) {
      const count = counts[item * classes + k] as number
      if (count === 0) continue
      const probability = Math.exp((logarithms[item * classes + k] as number) / temperature) / total
      entropy -= (count / raters) * Math.log(Math.max(least, probability))
    }
    entropies.push(entropy / Math.log(classes))
  }
  return pairwiseSum(entropies) / entropies.length
}

/** Rows of probabilities at another temperature: under 1 sharper, over 1 flatter, 1 as they are but for normalisation. */
export function atTemperature(probabilities: Float64Array, classes: number, temperature: number): Float64Array {
  const scaled = probabilities.map((p) => Math.exp(Math.log(Math.max(least, p)) / temperature))
  for (let start = 0; start < scaled.length; start += classes) {
    const row = scaled.subarray(start, start + classes)
    const sum = row.reduce((total, value) => total + value, 0)
    for (let k = 0; k < classes; k++) row[k] = (row[k] as number) / sum
  }
  return scaled
}
