import { type FloatTensor, floatEntry, type TensorMap, zeros } from '../tensor.ts'
import { averagePrefix } from './averaging.ts'
import { packed, unpacked } from './packing.ts'
import type { StepGraph, StepVector } from './step-graph.ts'

/** The vectors of a step between its runs, by input name. */
export class StepState {
  readonly current: Map<string, FloatTensor>
  readonly #step: StepGraph

  /** `kept` are the tensors of an `OptimizerState`. Throws `AppError` for parameters or kept values that do not fit. */
  constructor(step: StepGraph, parameters: TensorMap, kept: TensorMap | undefined) {
    this.#step = step
    this.current = new Map([
      ...step.parameters.map(({ input, pack }) => [input, packed(pack, parameters)] as const),
      ...step.state.map((vector) => [vector.input, start(vector, parameters, kept)] as const),
      ...step.sums.map(({ input, pack }) => [input, zeros([pack.length])] as const),
    ])
  }

  /** Takes over what a run has given: of a step that goes on accumulating, or of one that is done. */
  advance(results: TensorMap, done: boolean): void {
    for (const { input, changes } of [...this.#step.parameters, ...this.#step.state, ...this.#step.sums]) {
      if (changes === 'never') continue
      const [old, written] = [floatEntry(this.current, input), floatEntry(results, `next.${input}`)]
      const taken = changes === 'run' || done
      if (taken) this.current.set(input, written)
      if (old.data.buffer !== written.data.buffer) release(taken ? old : written)
    }
    if (done) for (const { input } of this.#step.sums) floatEntry(this.current, input).data.fill(0)
  }

  /** Every parameter and running statistic, copied. */
  parameters(): TensorMap {
    return this.#named(this.#step.parameters, '')
  }

  /** The same as averages, but for what is frozen. */
  averages(): TensorMap {
    const averages = this.#step.state.filter(({ prefix }) => prefix === averagePrefix)
    const still = this.#step.parameters.filter(({ changes }) => changes === 'never')
    return new Map([...this.#named(averages, ''), ...this.#named(still, '')])
  }

  /** The optimizer's state and the averages, copied; prefix and parameter make the name. */
  kept(): TensorMap {
    return new Map(this.#step.state.flatMap((vector) => [...this.#named([vector], vector.prefix)]))
  }

  #named(vectors: readonly StepVector[], prefix: string): TensorMap {
    const values = vectors.flatMap(({ input, pack }) => [...unpacked(pack, floatEntry(this.current, input))])
    return new Map(values.map(([name, tensor]) => [`${prefix}${name}`, tensor]))
  }
}

/** Gives a vector's memory back at once. Left to the garbage collector, the vectors of several steps lie side by side:
 *  hundreds of megabytes for a large network, and a process that swells and shrinks. */
function release({ data: { buffer, byteLength } }: FloatTensor): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** Kept values go on from what they were; else they start at zeros, and averages at their parameters. */
function start({ pack, prefix }: StepVector, parameters: TensorMap, kept: TensorMap | undefined): FloatTensor {
  if (kept === undefined) return prefix === averagePrefix ? packed(pack, parameters) : zeros([pack.length])
  const own = [...kept].filter(([name]) => name.startsWith(prefix))
  return packed(pack, new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])))
}
