import { AppError } from '#shared/errors.ts'
import type { Graph, GraphNode } from '../../graph/types.ts'
import type { Kernel } from './kernels/kernel.ts'
import { findKernel } from './kernels/kernels.ts'

/** One node with its kernel, and the values that nobody needs after it. */
export interface PlannedNode {
  readonly node: GraphNode
  readonly kernel: Kernel
  readonly done: readonly string[]
}

/** A graph ready to be walked: its nodes in order, each value given up after its last use. Constants and the graph's
 *  outputs are kept. Throws `AppError('operator_unsupported')` where something has no kernel. */
export function planGraph(graph: Graph): readonly PlannedNode[] {
  const kept = new Set(['', ...graph.constants.keys(), ...graph.outputs.map(({ name }) => name)])
  const planned: PlannedNode[] = []
  const used = new Set(kept)
  for (const node of graph.nodes.toReversed()) {
    checkOutputs(node, used)
    const done = [...new Set([...node.inputs, ...node.outputs])].filter((name) => !used.has(name))
    for (const name of done) used.add(name)
    planned.push({ node, kernel: findKernel(node), done })
  }
  return planned.reverse()
}

/** Only Split gives more than one output here: places of MaxPool and masks of Dropout are for training elsewhere. */
function checkOutputs({ type, outputs }: GraphNode, used: ReadonlySet<string>): void {
  const second = outputs.slice(1).find((name) => name !== '' && used.has(name))
  if (type === 'Split' || second === undefined) return
  throw new AppError(
    'operator_unsupported',
    `The runtime tensorflow gives only the first output of ${type}, and the graph uses another, ${second}.`,
    { details: { operator: type } },
  )
}
