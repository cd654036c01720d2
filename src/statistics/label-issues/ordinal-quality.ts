import type { LabelledSet } from './labelled-set.ts'

/** By how much a confusion with a class one further away is rarer, before anything is counted. Of what is counted, too, only so
 *  much is held to be the labels' doing, and not the model's, for each step beyond the neighbour (docs/decisions/0009). */
const decay = 1 / 4

/** What is known of a label when its classes have an order. */
export interface OrdinalQuality {
  /** P(the label is true | label, photograph); less is worse. */
  readonly ordinal: Float64Array
  /** 1 where another class has a smaller expected squared distance from the true one than the label has. */
  readonly betterElsewhere: Uint8Array
}

/** How good each label looks to someone who knows that grades are ordered. `joint`: the calibrated confident joint, rows
 *  the label, columns the true class.
 *
 *  If the label depends on the photograph only through its true class j, Bayes gives
 *  P(j | label i, photograph) ∝ P(label i | j) · P(j | photograph). The model's row stands for the second factor. The first is
 *  the joint's column j, what lies d grades away times decay^(d-1), with one more photograph spread over the labels as decay^d: a Mild that was called Moderate is a
 *  likelier error than one called Proliferative, and stays so where nothing has been counted.
 *  Under the quadratic weight of kappa the class of least expected cost is the one next to the mean of that distribution. */
export function ordinalQuality(
  { n, classes, labels, probabilities }: LabelledSet,
  joint: readonly (readonly number[])[],
): OrdinalQuality {
  const channel = labelChannel(joint)
  const ordinal = new Float64Array(n)
  const betterElsewhere = new Uint8Array(n)
  for (let row = 0; row < n; row++) {
    const label = labels[row] as number
    let [total, mean] = [0, 0]
    for (let k = 0; k < classes; k++) {
      const weight = (channel[label * classes + k] as number) * (probabilities[row * classes + k] as number)
      total += weight
      mean += k * weight
    }
    const own = (channel[label * classes + label] as number) * (probabilities[row * classes + label] as number)
    ordinal[row] = total > 0 ? own / total : 0
    if (total > 0 && Math.abs(mean / total - label) > 0.5) betterElsewhere[row] = 1
  }
  return { ordinal, betterElsewhere }
}

/** P(true class | label, photograph) by the same reasoning, for one row of the model's probabilities; even where nothing is
 *  possible. `channel`: P(label | true class), flat, rows the label. */
export function truthPosterior(channel: Float64Array, probabilities: ArrayLike<number>, label: number): number[] {
  const classes = probabilities.length
  const posterior: number[] = []
  let total = 0
  for (let k = 0; k < classes; k++) {
    const weight = (channel[label * classes + k] as number) * (probabilities[k] as number)
    posterior.push(weight)
    total += weight
  }
  for (let k = 0; k < classes; k++) posterior[k] = total > 0 ? (posterior[k] as number) / total : 1 / classes
  return posterior
}

/** P(label | true class), flat, rows the label. `joint`: as for `ordinalQuality`. */
export function labelChannel(joint: readonly (readonly number[])[]): Float64Array {
  const classes = joint.length
  const channel = new Float64Array(classes * classes)
  for (let truth = 0; truth < classes; truth++) {
    const kernel = joint.map((_, label) => decay ** Math.abs(label - truth))
    const spread = kernel.reduce((sum, weight) => sum + weight, 0)
    const counts = joint.map((row, label) => (row[truth] as number) * decay ** Math.max(0, Math.abs(label - truth) - 1))
    const total = counts.reduce((sum, count) => sum + count, 0) + 1
    for (const [label, weight] of kernel.entries())
      channel[label * classes + truth] = ((counts[label] as number) + weight / spread) / total
  }
  return channel
}
