/** What became of one sample's label while a network learnt it. */
export interface LearningTrace {
  /** How often it was looked at: once an epoch, or each time it came up in a batch. */
  readonly seen: number
  /** Area under the margin (Pleiss 2020): the mean over those times of the label's logit less the largest other one. Low where
   *  the network was drawn to another class all along. */
  readonly margin: number
  /** Mean cross-entropy of the label, nats, and the last one. A wrong label keeps a high mean where the last one has been learnt
   *  by heart. */
  readonly loss: number
  readonly lastLoss: number
  /** Forgetting events (Toneva 2019): how often it was right and the next time wrong. 0 also of one that never was right. */
  readonly forgotten: number
  /** The first time it was right, from 0; -1 of one that never was, which the paper counts as forgotten without end. */
  readonly learntAt: number
}

/** Numbers kept of a sample: how often it was seen, sum of margins, sum of losses, last loss, forgetting events, first time it was
 *  right from 1 (0: never), whether it was right the last time. */
const width = 7

/** Gathers, look by look, what becomes of labels in a training. All that it knows is in `data`, [samples, 7], so that it can be
 *  kept and taken up again. */
export class LearningTraces {
  readonly data: Float64Array
  readonly #classes: number

  constructor(samples: number, classes: number, data: Float64Array = new Float64Array(samples * width)) {
    this.data = data
    this.#classes = classes
  }

  /** One look: `logits` from `start` on. Logarithms of probabilities will do, as no figure changes with what is added to all
   *  logits. The largest is what the network says, the first of equal ones. */
  note(sample: number, label: number, logits: ArrayLike<number>, start: number): void {
    const { data } = this
    const at = sample * width
    const own = logits[start + label] as number
    let [other, exceeded] = [Number.NEGATIVE_INFINITY, false]
    for (let k = 0; k < this.#classes; k++) {
      const logit = logits[start + k] as number
      if (k === label) continue
      if (logit > other) other = logit
      if (logit > own || (logit === own && k < label)) exceeded = true
    }
    const largest = Math.max(own, other)
    let total = 0
    for (let k = 0; k < this.#classes; k++) total += Math.exp((logits[start + k] as number) - largest)
    const loss = Math.log(total) + largest - own
    const [seen = 0, margins = 0, losses = 0, , forgotten = 0, learnt = 0, wasRight = 0] = data.subarray(at, at + width)
    data.set(
      [
        ...[seen + 1, margins + own - other, losses + loss, loss],
        forgotten + (wasRight && exceeded ? 1 : 0),
        learnt || exceeded ? learnt : seen + 1,
        exceeded ? 0 : 1,
      ],
      at,
    )
  }

  /** NaN of what was never looked at. */
  trace(sample: number): LearningTrace {
    const at = sample * width
    const [seen = 0, margins = 0, losses = 0, last = 0, forgotten = 0, learnt = 0] = this.data.subarray(at, at + width)
    return {
      seen,
      margin: margins / seen,
      loss: losses / seen,
      lastLoss: seen > 0 ? last : Number.NaN,
      forgotten,
      learntAt: learnt - 1,
    }
  }
}
