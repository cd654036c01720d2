import { type FloatTensor, floatEntry, type TensorMap, zeros } from '../tensor.ts'
import { averagePrefix } from './averaging.ts'
import { type Pack, packed, unpacked } from './packing.ts'
import type { StepGraph } from './step-graph.ts'

/** The vectors of a step between its runs. Each is written over where it stands, so nothing is allocated from step to step. */
export class StepState {
  readonly step: StepGraph
  /** Parameters and running statistics, by pack. */
  readonly current: ReadonlyMap<string, FloatTensor>
  /** What the optimizer keeps and the averages, by `KIND.PACK`. */
  readonly kept: ReadonlyMap<string, FloatTensor>
  /** Gradients so far, where they are accumulated, by `sum.PACK`. */
  readonly sums: ReadonlyMap<string, FloatTensor>

  /** `kinds` are what the optimizer keeps. `kept` are the tensors of an `OptimizerState`. Throws `AppError` for parameters or
   *  kept values that do not fit. */
  constructor(
    step: StepGraph,
    kinds: { readonly optimizer: readonly string[]; readonly averages: boolean },
    parameters: TensorMap,
    kept: TensorMap | undefined,
  ) {
    this.step = step
    const { trained, statistics, frozen } = step
    this.current = new Map([...trained, ...statistics, ...frozen].map((pack) => [pack.name, packed(pack, parameters)]))
    const vectors = (kind: string, packs: readonly Pack[], start: (pack: Pack) => FloatTensor) =>
      packs.map(
        (pack) => [`${kind}.${pack.name}`, kept === undefined ? start(pack) : keptBefore(kind, pack, kept)] as const,
      )
    const nothing = ({ length }: Pack) => zeros([length])
    this.kept = new Map([
      ...kinds.optimizer.flatMap((kind) => vectors(kind, trained, nothing)),
      ...(kinds.averages ? vectors(average, [...trained, ...statistics], (pack) => packed(pack, parameters)) : []),
    ])
    this.sums = new Map(step.sums.map((name, index) => [name, nothing(trained[index] as Pack)]))
  }

  /** Takes over the running statistics that a run has given. */
  follow(results: TensorMap): void {
    for (const { name } of this.step.statistics)
      floatEntry(this.current, name).data.set(floatEntry(results, `next.${name}`).data)
  }

  clearSums(): void {
    for (const { data } of this.sums.values()) data.fill(0)
  }

  /** Every parameter and running statistic, copied. */
  parameters(): TensorMap {
    const { trained, statistics, frozen } = this.step
    return named([...trained, ...statistics, ...frozen], (pack) => floatEntry(this.current, pack.name))
  }

  /** The same as averages, but for what is frozen. */
  averages(): TensorMap {
    const { trained, statistics, frozen } = this.step
    return new Map([
      ...named([...trained, ...statistics], (pack) => floatEntry(this.kept, `${averagePrefix}${pack.name}`)),
      ...named(frozen, (pack) => floatEntry(this.current, pack.name)),
    ])
  }

  /** The optimizer's state and the averages, copied; kind and parameter make the name. */
  optimizer(): TensorMap {
    const packs = new Map([...this.step.trained, ...this.step.statistics].map((pack) => [pack.name, pack]))
    return new Map(
      [...this.kept].flatMap(([key, vector]) => {
        const kind = key.slice(0, key.indexOf('.'))
        const values = unpacked(packs.get(key.slice(kind.length + 1)) as Pack, vector)
        return [...values].map(([name, tensor]) => [`${kind}.${name}`, tensor] as const)
      }),
    )
  }
}

const average = averagePrefix.slice(0, -1)

function named(packs: readonly Pack[], vectorOf: (pack: Pack) => FloatTensor): TensorMap {
  return new Map(packs.flatMap((pack) => [...unpacked(pack, vectorOf(pack))]))
}

function keptBefore(kind: string, pack: Pack, kept: TensorMap): FloatTensor {
  const own = pack.members.flatMap(({ name }) => {
    const tensor = kept.get(`${kind}.${name}`)
    return tensor === undefined ? [] : [[name, tensor] as const]
  })
  return packed(pack, new Map(own))
}
