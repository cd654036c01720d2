import type { ParameterGroup } from '../network.ts'
import { writeOnnx } from '../onnx/writer.ts'
import type { UpdateRule } from '../optimizers/types.ts'
import type { Runtime, Session } from '../runtimes/types.ts'
import { type FloatTensor, float32, floatEntry, release, scalar, type Tensor, type TensorMap } from '../tensor.ts'
import { averagePrefix } from './averaging.ts'
import type { StepState } from './step-state.ts'
import { buildAverageGraph, buildUpdateGraph } from './update-graph.ts'

/** Moves the vectors of a step by their gradients, a pack at a time and where they stand. In a session of its own, an update
 *  needs none of the memory of the step: an output that onnxruntime-node is given a buffer for is copied besides, and
 *  those copies are a pack's, not the network's. */
export class Updates {
  readonly #rule: UpdateRule
  readonly #update: Session
  readonly #average: Session | undefined

  private constructor(rule: UpdateRule, update: Session, average: Session | undefined) {
    this.#rule = rule
    this.#update = update
    this.#average = average
  }

  static async open(runtime: Runtime, rule: UpdateRule, averages: boolean): Promise<Updates> {
    const load = (graph: ReturnType<typeof buildAverageGraph>) =>
      runtime.vectorSession(writeOnnx({ graph, metadata: new Map() }))
    const update = await load(buildUpdateGraph(rule, { averages }))
    return new Updates(rule, update, averages ? await load(buildAverageGraph()) : undefined)
  }

  /** `results` has `gradient.PACK` of every trained pack, which can be read no longer afterwards; `scalars` are those of each group. */
  async apply(
    state: StepState,
    results: TensorMap,
    scalars: (group: ParameterGroup) => Readonly<Record<string, number>>,
    averageShare: number,
  ): Promise<void> {
    const share = new Map([['average.share', scalar(averageShare)]])
    for (const { name, group } of state.step.trained) {
      const kept = [...this.#rule.state, ...(this.#average ? ['average'] : [])]
      const moved = new Map([
        ['parameter', floatEntry(state.current, name)],
        ...kept.map((what) => [what, floatEntry(state.kept, `${what}.${name}`)] as const),
      ])
      const gradient = floatEntry(results, `gradient.${name}`)
      const numbers = Object.entries(scalars(group)).map(([scalarName, value]) => [scalarName, scalar(value)] as const)
      const given = new Map([...numbers, ...(this.#average ? share : [])])
      await inPlace(this.#update, moved, new Map([['gradient', gradient]]), given)
      release(gradient)
    }
    if (this.#average === undefined) return
    for (const { name } of state.step.statistics) {
      const moved = new Map([['average', floatEntry(state.kept, `${averagePrefix}${name}`)]])
      await inPlace(this.#average, moved, new Map([['value', floatEntry(state.current, name)]]), share)
    }
  }

  async close(): Promise<void> {
    await this.#update.close()
    await this.#average?.close()
  }
}

/** Places of a vector that are moved in one run: all of what a run goes over stays in the processor's cache. */
const stretch = 2 ** 17

/** Runs a graph whose outputs `next.NAME` are written over the vectors that it reads; `beside` are read only. All are as long. */
async function inPlace(
  session: Session,
  moved: ReadonlyMap<string, FloatTensor>,
  beside: ReadonlyMap<string, FloatTensor>,
  scalars: ReadonlyMap<string, Tensor>,
): Promise<void> {
  const [length = 0] = [...moved.values()].map(({ data }) => data.length)
  for (let from = 0; from < length; from += stretch) {
    const part = ({ data }: FloatTensor) => {
      const values = data.subarray(from, from + stretch)
      return float32(values, [values.length])
    }
    const vectors = [...moved].map(([name, vector]) => [name, part(vector)] as const)
    const read = [...beside].map(([name, vector]) => [name, part(vector)] as const)
    const into = vectors.map(([name, vector]) => [`next.${name}`, vector] as const)
    await session.run(new Map<string, Tensor>([...vectors, ...read, ...scalars]), new Map(into))
  }
}
