import { type Grade, gradeCount } from '#shared/grades.ts'
import { calibrateJoint, confidentThresholds, countConfidently } from '../label-issues/confident-joint.ts'
import { type LabelledSet, labelCounts } from '../label-issues/labelled-set.ts'
import { fitMatrixScaling, scaledRow } from '../label-issues/matrix-scaling.ts'
import { labelChannel, truthPosterior } from '../label-issues/ordinal-quality.ts'
import type { Background } from './evidence.ts'
import { estimateFellowEyes } from './fellow-eyes.ts'

/** A label that a reader has looked at. */
export interface ReviewedLabel {
  readonly label: Grade
  /** What the reader found. */
  readonly truth: Grade
  readonly probabilities: ArrayLike<number>
}

/** As many expected confusions of each kind does the estimate without reviews count for. */
const strength = 5

/** What is learnt from a project's labels together: how its model has to be turned, how labels go wrong and how alike fellow
 *  eyes are. `set`: every labelled photograph with the probabilities of a fit that never saw it, five classes. `pairs`:
 *  grades of fellow eyes. */
export function estimateBackground(set: LabelledSet, pairs: Iterable<readonly [Grade, Grade]>): Background {
  const scaling = fitMatrixScaling(set)
  const probabilities = new Float64Array(set.probabilities.length)
  for (let row = 0; row < set.n; row++) {
    const [start, end] = [row * set.classes, (row + 1) * set.classes]
    probabilities.set(scaledRow(scaling, set.probabilities.subarray(start, end)), start)
  }
  const scaled = { ...set, probabilities }
  return {
    scaling,
    channel: labelChannel(countJoint(scaled)),
    fellowEyes: estimateFellowEyes(pairs),
    shares: shares(set),
  }
}

/** The calibrated confident joint; nothing where there is nothing to count. */
function countJoint(set: LabelledSet): number[][] {
  if (set.n === 0) return Array.from({ length: set.classes }, () => new Array<number>(set.classes).fill(0))
  return calibrateJoint(countConfidently(set, confidentThresholds(set)).joint, set)
}

/** With one more photograph of each class, so that none is 0. */
function shares(set: LabelledSet): number[] {
  return Array.from(labelCounts(set), (count) => (count + 1) / (set.n + set.classes))
}

/** The same once readers have looked at some labels: each kind of confusion is as much more frequent as they found it to be
 *  than was expected. `background`: as it was without any review. */
export function afterReviews(background: Background, reviewed: readonly ReviewedLabel[]): Background {
  const { channel, scaling } = background
  const expected = new Float64Array(channel.length).fill(strength)
  const observed = new Float64Array(channel.length).fill(strength)
  for (const { label, truth, probabilities } of reviewed) {
    const row = label * gradeCount
    for (const [grade, share] of truthPosterior(channel, scaledRow(scaling, probabilities), label).entries()) {
      expected[row + grade] = (expected[row + grade] as number) + share
    }
    observed[row + truth] = (observed[row + truth] as number) + 1
  }
  const corrected = channel.map((chance, at) => (chance * (observed[at] as number)) / (expected[at] as number))
  return { ...background, channel: corrected }
}
