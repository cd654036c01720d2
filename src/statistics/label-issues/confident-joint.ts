import { type LabelledSet, labelCounts } from './labelled-set.ts'
import { pairwiseSum } from './pairwise-sum.ts'
import { roundKeepingTotal } from './round-keeping-total.ts'

/** Slack of a threshold, so that a mean is reached by the equal values it is the mean of. */
const slack = 1e-6
/** Threshold of a class that no label names: out of every probability's reach. */
const outOfReach = 2

/** Self-confidence of each class: the mean probability of class k over the photographs labelled k; 2 where there is
 *  none. A photograph is counted as k with confidence where its probability reaches that (Northcutt 2021). */
export function confidentThresholds({ n, classes, labels, probabilities }: LabelledSet): number[] {
  const sums = new Float64Array(classes)
  const counts = new Float64Array(classes)
  for (let row = 0; row < n; row++) {
    const label = labels[row] as number
    sums[label] = (sums[label] as number) + (probabilities[row * classes + label] as number)
    counts[label] = (counts[label] as number) + 1
  }
  return Array.from(sums, (sum, k) => (counts[k] ? Math.max(2 * slack, sum / (counts[k] as number)) : outOfReach))
}

/** What confident learning counts. */
export interface ConfidentCounts {
  /** Rows the label, columns the class counted with confidence; the diagonal is at least 1. */
  readonly joint: readonly (readonly number[])[]
  /** 1 for a photograph counted as another class than its label. */
  readonly offDiagonal: Uint8Array
}

/** Counts each photograph as the class whose threshold it reaches; as its likeliest class where it reaches several,
 *  not at all where it reaches none. */
export function countConfidently(
  { n, classes, labels, probabilities }: LabelledSet,
  thresholds: readonly number[],
): ConfidentCounts {
  const reach = Float64Array.from(thresholds, (threshold) => threshold - slack)
  const counts = new Float64Array(classes * classes)
  const offDiagonal = new Uint8Array(n)
  for (let row = 0; row < n; row++) {
    const start = row * classes
    // Without a branch on each probability, which no processor foresees: half the time.
    let [reached, guess] = [0, 0]
    for (let k = 0; k < classes; k++) {
      const reaches = Number((probabilities[start + k] as number) >= (reach[k] as number)) | 0
      reached += reaches
      guess += reaches * k
    }
    if (reached === 0) continue
    if (reached > 1) guess = likeliest(probabilities, start, classes)
    const label = labels[row] as number
    counts[label * classes + guess] = (counts[label * classes + guess] as number) + 1
    if (guess !== label) offDiagonal[row] = 1
  }
  const joint = Array.from({ length: classes }, (_, label) =>
    Array.from(counts.subarray(label * classes, (label + 1) * classes), (count, k) =>
      k === label ? Math.max(1, count) : count,
    ),
  )
  return { joint, offDiagonal }
}

/** The counted joint scaled so that each row has as many photographs as its label has, in whole numbers. */
export function calibrateJoint(joint: readonly (readonly number[])[], set: LabelledSet): number[][] {
  const counts = labelCounts(set)
  const scaled = joint.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count) => (count / total) * (counts[label] as number))
  })
  const total = pairwiseSum(scaled.flatMap((_, k) => scaled.map((row) => row[k] as number)))
  return scaled.map((row) => roundKeepingTotal(row.map((count) => (count / total) * set.n)))
}

/** The first of the likeliest classes. */
function likeliest(probabilities: Float64Array, start: number, classes: number): number {
  let best = 0
  for (let k = 1; k < classes; k++)
    if ((probabilities[start + k] as number) > (probabilities[start + best] as number)) best = k
  return best
}
