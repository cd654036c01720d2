import { calibrateJoint, confidentThresholds, countConfidently } from './confident-joint.ts'
import { type LabelQuality, labelQuality } from './label-quality.ts'
import type { LabelledSet } from './labelled-set.ts'
import { markLowest } from './mark-lowest.ts'
import { type NoiseMatrices, noiseMatrices } from './noise-matrices.ts'
import { orderByScore } from './order-by-score.ts'
import { ordinalQuality } from './ordinal-quality.ts'
import { pruneByClass, pruneByNoiseRate } from './prune.ts'

/** Ways to say which labels are issues: those of cleanlab 2.9.0, and one that knows the grades' order. */
export const issueMethods = [
  'prune-by-noise-rate',
  'prune-by-class',
  'both',
  'confident-learning',
  'predicted-not-given',
  'low-margin',
  'low-self-confidence',
  'ordinal',
] as const
export type IssueMethod = (typeof issueMethods)[number]

/** Scores of a label's quality; of every one less is worse. */
export const qualityScores = ['selfConfidence', 'normalizedMargin', 'confidenceWeightedEntropy', 'ordinal'] as const
export type QualityScore = (typeof qualityScores)[number]

export interface LabelIssues {
  /** Rows whose labels look wrong, the worst first; of equal scores the first row. */
  readonly issues: readonly number[]
  /** Calibrated confident joint: rows the label, columns the class it seems to be, photographs. */
  readonly confidentJoint: readonly (readonly number[])[]
  /** Self-confidence of each class; 2 where no label names it. */
  readonly thresholds: readonly number[]
  readonly scores: LabelQuality & { readonly ordinal: Float64Array }
  readonly matrices: NoiseMatrices
  /** Share of the labels that confident learning does not count as another class; NaN of no label. */
  readonly overallQuality: number
}

/** How far the largest probability must lie above the label's for the label to be an issue. */
const tie = 1e-6

/** Labels that a model, which never saw them, contradicts: confident learning (Northcutt 2021). At least two classes. */
export function findLabelIssues(
  set: LabelledSet,
  method: IssueMethod = 'prune-by-noise-rate',
  rankedBy: QualityScore = 'selfConfidence',
): LabelIssues {
  const thresholds = confidentThresholds(set)
  const counted = countConfidently(set, thresholds)
  const confidentJoint = calibrateJoint(counted.joint, set)
  const { ordinal, betterElsewhere } = ordinalQuality(set, confidentJoint)
  const scores = { ...labelQuality(set), ordinal }
  const offDiagonal = doubted(set, counted.offDiagonal)
  const errors = countMarked(offDiagonal)

  const mask = () => {
    switch (method) {
      case 'prune-by-noise-rate':
        return doubted(set, pruneByNoiseRate(set, confidentJoint))
      case 'prune-by-class':
        return doubted(set, pruneByClass(set, confidentJoint))
      case 'both': {
        const byRate = pruneByNoiseRate(set, confidentJoint)
        const both = pruneByClass(set, confidentJoint).map((is, row) => is & (byRate[row] as number))
        return doubted(set, both)
      }
      case 'confident-learning':
        return offDiagonal
      case 'predicted-not-given':
        return doubted(set, new Uint8Array(set.n).fill(1))
      case 'low-margin':
        return lowest(scores.normalizedMargin, errors)
      case 'low-self-confidence':
        return lowest(scores.selfConfidence, errors)
      case 'ordinal':
        return betterElsewhere
    }
  }
  const found = mask()
  const score = scores[rankedBy]
  return {
    issues: Array.from(orderByScore(marked(found), score)),
    confidentJoint,
    thresholds,
    scores,
    matrices: noiseMatrices(confidentJoint),
    overallQuality: 1 - errors / set.n,
  }
}

/** The rows whose mark is 1. */
function marked(mask: Uint8Array): Int32Array {
  const rows = new Int32Array(countMarked(mask))
  let filled = 0
  for (let row = 0; row < mask.length; row++) if (mask[row]) rows[filled++] = row
  return rows
}

function countMarked(mask: Uint8Array): number {
  let count = 0
  for (let row = 0; row < mask.length; row++) count += mask[row] as number
  return count
}

/** The marks but those of labels than which no class is likelier. */
function doubted(set: LabelledSet, mask: Uint8Array): Uint8Array {
  const left = mask.slice()
  for (let row = 0; row < left.length; row++) if (left[row] && !hasLikelier(set, row)) left[row] = 0
  return left
}

/** Whether a class is likelier than the label, beyond rounding. */
function hasLikelier({ classes, labels, probabilities }: LabelledSet, row: number): boolean {
  const label = labels[row] as number
  const own = (probabilities[row * classes + label] as number) + tie
  for (let k = 0; k < classes; k++) {
    const p = probabilities[row * classes + k] as number
    // The first of equal ones is the prediction.
    if (k !== label && (p > own || (p === own && k < label))) return true
  }
  return false
}

function lowest(scores: Float64Array, count: number): Uint8Array {
  const mask = new Uint8Array(scores.length)
  markLowest(Int32Array.from(scores.keys()), scores, count, mask)
  return mask
}
