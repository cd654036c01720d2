import { rowArgMax } from '../row-arg-max.ts'
import type { TrainingHistory } from './training-history.ts'

/** How firmly a network took in each sample. */
export interface Forgetting {
  /** How often a sample that was right after one epoch was wrong after the next. 0 also of one that never was right. */
  readonly events: Int32Array
  /** The first epoch after which the sample was right, from 0; -1 of one that never was, which the paper counts as forgotten
   *  without end. */
  readonly learntAt: Int32Array
}

/** Forgetting events (Toneva 2019). The class with the largest logit is what the network says, the first of equal ones. */
export function forgetting({ samples, classes, labels, epochs }: TrainingHistory): Forgetting {
  const events = new Int32Array(samples)
  const learntAt = new Int32Array(samples).fill(-1)
  const wasRight = new Uint8Array(samples)
  for (const [epoch, logits] of epochs.entries()) {
    for (let sample = 0; sample < samples; sample++) {
      const right = rowArgMax(logits, sample, classes) === labels[sample]
      if (right && (learntAt[sample] as number) < 0) learntAt[sample] = epoch
      if (!right && wasRight[sample]) events[sample] = (events[sample] as number) + 1
      wasRight[sample] = right ? 1 : 0
    }
  }
  return { events, learntAt }
}
