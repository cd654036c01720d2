import { createHash } from 'node:crypto'
import { logitReader } from '#nn/heads/registry.ts'
import type { Network } from '#nn/network.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { type LearningTrace, LearningTraces } from '#statistics/dynamics/learning-traces.ts'
import type { Sample } from '../../data/dataset.ts'
import type { Draw } from '../../data/sampler.ts'
import { describeNetwork } from '../../models/model-file.ts'

/** Least probability whose logarithm is taken. */
const least = 1e-7

/** Follows the labels of a fit's photographs while they are learnt, each time they come up in a batch: changed, and with masks in
 *  place, as the network was taught them. A teacher's labels are not followed. */
export class LabelTraces {
  /** Stands for the photographs and their labels, in their order. */
  readonly of: string
  readonly #samples: readonly Sample[]
  readonly #rows: ReadonlyMap<string, number>
  readonly #traces: LearningTraces

  /** Goes on from what was kept of the same photographs; of others, which came or went meanwhile, it begins anew. */
  constructor(samples: readonly Sample[], kept: KeptTraces | null) {
    this.of = createHash('sha256')
      // What earlier versions kept has no losses.
      .update(['losses', ...samples.map(({ hash, grade }) => `${hash} ${grade}`)].join('\n'))
      .digest('hex')
    this.#samples = samples
    this.#rows = new Map(samples.map(({ hash }, row) => [hash, row]))
    this.#traces = new LearningTraces(samples.length, gradeCount, kept?.of === this.of ? kept.data.slice() : undefined)
  }

  /** `logits`: of the batch that these draws made, as its step gave them. */
  note(draws: readonly Pick<Draw, 'sample'>[], logits: Float32Array, network: Network): void {
    const probabilities = logitReader(logits.length / draws.length, describeNetwork(network)).probabilities(logits)
    const said = Float64Array.from(probabilities, (p) => Math.log(Math.max(least, p)))
    for (const [index, { sample }] of draws.entries()) {
      const row = this.#rows.get(sample.hash)
      if (row !== undefined) this.#traces.note(row, sample.grade, said, index * gradeCount)
    }
  }

  kept(): KeptTraces {
    return { of: this.of, data: this.#traces.data.slice() }
  }

  /** Of the photographs that came up. */
  traces(): LabelTrace[] {
    return this.#samples
      .map(({ hash, grade }, row) => ({ hash, label: grade, ...this.#traces.trace(row) }))
      .filter(({ seen }) => seen > 0)
  }
}

/** How a photograph's label was learnt. */
export interface LabelTrace extends LearningTrace {
  readonly hash: string
  readonly label: Grade
}

export interface KeptTraces {
  readonly of: string
  readonly data: Float64Array
}
