import { type Convex, minimise } from '../stacking/newton.ts'
import type { LabelledSet } from './labelled-set.ts'

/** Probabilities made anew: softmax(W·log p + b), flat W of rows the class made, then b. */
export interface MatrixScaling {
  readonly classes: number
  readonly parameters: Float64Array
}

/** Half of it times the squared distance from leaving the probabilities as they are is added to the surprise: a little, and a quarter
 *  for every label. It grows with the labels because their own errors do, which a freer fit learns as if they were the model's; fewer of
 *  them are found then (docs/decisions/0009). */
const restraint = (labels: number) => 10 + labels / 4
/** Least probability whose logarithm is taken. */
const least = 1e-6
/** Rows that the fit looks at, evenly spread over more: it has some thirty numbers to find. */
const mostRows = 5000

/** How a model's probabilities have to be turned so that they tell the labels of this set as often as they promise: matrix
 *  scaling held towards the identity (Kull 2019). Takes away what the model as a whole gets wrong, such as
 *  calling every third Moderate Proliferative, which would otherwise look like errors of the labels. */
export function fitMatrixScaling({ n, classes, labels, probabilities }: LabelledSet): MatrixScaling {
  const identity = new Float64Array(classes * (classes + 1))
  for (let k = 0; k < classes; k++) identity[k * classes + k] = 1
  const stride = Math.ceil(n / mostRows)
  const rows: Row[] = []
  for (let row = 0; row < n; row += stride) {
    const own = probabilities.subarray(row * classes, (row + 1) * classes)
    rows.push({ features: centredLogarithms(own), label: labels[row] as number })
  }
  return { classes, parameters: minimise(surprise(rows, identity, classes), identity, 1e-12) }
}

/** One row of probabilities, turned. */
export function scaledRow({ classes, parameters }: MatrixScaling, probabilities: ArrayLike<number>): Float64Array {
  return softmaxOf(centredLogarithms(probabilities), parameters, classes)
}

interface Row {
  /** Logarithms of the probabilities less their mean, and a 1. */
  readonly features: Float64Array
  readonly label: number
}

function centredLogarithms(probabilities: ArrayLike<number>): Float64Array {
  const classes = probabilities.length
  const features = new Float64Array(classes + 1)
  let mean = 0
  for (let k = 0; k < classes; k++) {
    features[k] = Math.log(Math.max(least, probabilities[k] as number))
    mean += (features[k] as number) / classes
  }
  for (let k = 0; k < classes; k++) features[k] = (features[k] as number) - mean
  features[classes] = 1
  return features
}

/** Place of the parameter of class `made` by feature `feature`; the last feature is the constant. */
function place(made: number, feature: number, classes: number): number {
  return feature === classes ? classes * classes + made : made * classes + feature
}

function softmaxOf(features: Float64Array, parameters: Float64Array, classes: number): Float64Array {
  const made = new Float64Array(classes)
  let largest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < classes; k++) {
    let sum = 0
    for (let f = 0; f <= classes; f++) sum += (parameters[place(k, f, classes)] as number) * (features[f] as number)
    made[k] = sum
    if (sum > largest) largest = sum
  }
  let total = 0
  for (let k = 0; k < classes; k++) {
    made[k] = Math.exp((made[k] as number) - largest)
    total += made[k] as number
  }
  for (let k = 0; k < classes; k++) made[k] = (made[k] as number) / total
  return made
}

/** Σ -log P(label) + l2/2 · |parameters - identity|². */
function surprise(rows: readonly Row[], identity: Float64Array, classes: number): Convex {
  const size = identity.length
  const l2 = restraint(rows.length)
  return {
    value(at) {
      let sum = 0
      for (let k = 0; k < size; k++) sum += (l2 / 2) * ((at[k] as number) - (identity[k] as number)) ** 2
      for (const { features, label } of rows) {
        sum -= Math.log(Math.max(1e-300, softmaxOf(features, at, classes)[label] as number))
      }
      return sum
    },
    slopes(at) {
      const gradient = at.map((value, k) => l2 * (value - (identity[k] as number)))
      const curvature = Array.from(at, (_, k) => {
        const line = new Float64Array(size)
        line[k] = l2
        return line
      })
      for (const { features, label } of rows) {
        const p = softmaxOf(features, at, classes)
        for (let k = 0; k < classes; k++) {
          const off = (p[k] as number) - (k === label ? 1 : 0)
          for (let f = 0; f <= classes; f++) {
            const own = place(k, f, classes)
            const slope = features[f] as number
            gradient[own] = (gradient[own] as number) + off * slope
            const line = curvature[own] as Float64Array
            // What a class has with one before it is the mirror image of this.
            for (let m = k; m < classes; m++) {
              const bend = (p[k] as number) * ((k === m ? 1 : 0) - (p[m] as number)) * slope
              for (let g = 0; g <= classes; g++) {
                const other = place(m, g, classes)
                line[other] = (line[other] as number) + bend * (features[g] as number)
              }
            }
          }
        }
      }
      mirror(curvature, classes)
      return { gradient, curvature }
    },
  }
}

/** Fills the blocks of each class with those before it from the blocks of those with it. */
function mirror(curvature: readonly Float64Array[], classes: number): void {
  for (let k = 0; k < classes; k++)
    for (let before = 0; before < k; before++)
      for (let f = 0; f <= classes; f++)
        for (let g = 0; g <= classes; g++) {
          const [own, other] = [place(k, f, classes), place(before, g, classes)]
          ;(curvature[own] as Float64Array)[other] = (curvature[other] as Float64Array)[own] as number
        }
}
