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
  /** The losses in the order of the looks, 1 to 16 of them: each the mean over as many looks, 1, 2, 4 or any power of two; the
   *  last over what there are. */
  readonly losses: readonly number[]
  /** Forgetting events (Toneva 2019): how often it was right and the next time wrong. 0 also of one that never was right. */
  readonly forgotten: number
  /** The first time it was right, from 0; -1 of one that never was, which the paper counts as forgotten without end. */
  readonly learntAt: number
}

/** Most losses that are kept of a sample. */
const places = 16

/** Numbers kept of a sample before its losses: how often it was seen, sum of margins, sum of losses, last loss, forgetting events, first time it was
 *  right from 1 (0: never), whether it was right the last time. */
const figures = 7
const width = figures + places

/** Gathers, look by look, what becomes of labels in a training. All that it knows is in `data`, [samples, 23], so that it can be
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
    this.#noteLoss(at, loss)
    const [seen = 0, margins = 0, losses = 0, , forgotten = 0, learnt = 0, wasRight = 0] = data.subarray(
      at,
      at + figures,
    )
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
    const [seen = 0, margins = 0, losses = 0, last = 0, forgotten = 0, learnt = 0] = this.data.subarray(
      at,
      at + figures,
    )
    return {
      seen,
      margin: margins / seen,
      loss: losses / seen,
      lastLoss: seen > 0 ? last : Number.NaN,
      losses: this.#losses(at, seen),
      forgotten,
      learntAt: learnt - 1,
    }
  }

  /** Adds to the sum of the run of looks that this one is in; where there is no place for one more run, two at a time become one. */
  #noteLoss(at: number, loss: number): void {
    const seen = this.data[at] as number
    const sums = this.data.subarray(at + figures, at + width)
    if (seen === runLength(seen) * places) {
      for (let place = 0; place < places; place++) {
        sums[place] = (sums[2 * place] ?? 0) + (sums[2 * place + 1] ?? 0)
      }
    }
    const place = Math.floor(seen / runLength(seen + 1))
    sums[place] = (sums[place] as number) + loss
  }

  #losses(at: number, seen: number): number[] {
    const length = runLength(seen)
    const sums = this.data.subarray(at + figures, at + figures + Math.ceil(seen / length))
    return Array.from(sums, (sum, place) => sum / Math.min(length, seen - place * length))
  }
}

/** Looks of which one loss is kept, once there are `seen`. */
function runLength(seen: number): number {
  let length = 1
  while (seen > length * places) length *= 2
  return length
}
