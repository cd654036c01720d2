import { AppError } from '#shared/errors.ts'
import type { Head, HeadKind, Thresholds } from './head.ts'
import { ordinalHead } from './ordinal.ts'
import { evenThresholds, regressionHead } from './regression.ts'
import { softmaxHead } from './softmax.ts'

const heads: Readonly<Record<HeadKind, Head>> = {
  softmax: softmaxHead,
  ordinal: ordinalHead,
  regression: regressionHead,
}

export function findHead(kind: HeadKind): Head {
  return heads[kind]
}

/** What a model file says of how its logits are read. */
export interface ReadingDescription {
  readonly head: HeadKind
  readonly classes: readonly string[]
  readonly thresholds?: Thresholds | undefined
}

/** Reads one model's logits. */
export interface LogitReader {
  readonly classes: number
  /** [n,logits] to [n,classes], row after row. */
  probabilities(logits: Float32Array): Float32Array
  /** Weights [classes] of grades as weights [logits]: their sum is what a heat map differentiates.
   *  Throws `AppError('length_mismatch')`. */
  evidence(gradeWeights: Float32Array): Float32Array
}

/** How logits of that number are read; a model that says nothing of itself has a logit a class.
 *  Throws `AppError('model_unreadable')` where the number is another than the description's classes have. */
export function logitReader(logits: number, description?: ReadingDescription): LogitReader {
  const head = findHead(description?.head ?? 'softmax')
  const classes = description?.classes.length ?? logits
  const thresholds = description?.thresholds ?? evenThresholds(classes)
  if (head.logits(classes) !== logits) {
    throw new AppError(
      'model_unreadable',
      `The model gives ${logits} numbers a photograph; ${classes} classes by ${head.kind} need ${head.logits(classes)}.`,
    )
  }
  return {
    classes,
    probabilities: (values) => head.probabilities(values, classes, thresholds),
    evidence: (gradeWeights) => {
      if (gradeWeights.length !== classes) {
        throw new AppError('length_mismatch', `${gradeWeights.length} weights are not those of ${classes} classes.`)
      }
      const weights = new Float32Array(logits)
      for (const [grade, weight] of gradeWeights.entries()) {
        for (const [k, share] of head.evidence(grade, classes).entries())
          weights[k] = (weights[k] as number) + weight * share
      }
      return weights
    },
  }
}
