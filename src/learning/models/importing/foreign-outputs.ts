import type { Graph } from '#nn/graph/types.ts'
import { type HeadKind, headKinds } from '#nn/heads/head.ts'
import { findHead } from '#nn/heads/registry.ts'
import { preferOutput } from '#nn/importing/outputs.ts'
import { AppError } from '#shared/errors.ts'
import { type Grade, gradeCount } from '#shared/grades.ts'
import { type ClassOrder, classOrder, requireNoOtherClasses } from './class-order.ts'

interface AskedOutputs {
  readonly head?: HeadKind | undefined
  readonly classes?: readonly Grade[] | undefined
}

interface ForeignOutputs {
  /** With the output first that is read. */
  readonly graph: Graph
  /** What is known before the graph is written. */
  readonly head: HeadKind | undefined
  readonly order: ClassOrder | undefined
  readonly notes: readonly string[]
}

/** Which output of a foreign graph is read, what it means, and in which order its classes come. Throws
 *  `AppError('model_unreadable')` where its file says that they are no grades, `AppError('usage')` for an order of what has none. */
export function foreignOutputs(
  graph: Graph,
  metadata: ReadonlyMap<string, string>,
  { head: asked, classes }: AskedOutputs,
): ForeignOutputs {
  // A file that has the same grades in several ways tells most by a class each.
  const widths = asked ? widthsOf(asked) : headKinds.flatMap(widthsOf)
  const chosen = preferOutput(graph, [...new Set(widths)])
  const names = graph.outputs.map(({ name }) => name)
  const notes = names.length > 1 ? [`Of its outputs ${names.join(', ')}, ${chosen.outputs[0]?.name} is read.`] : []
  const declared = chosen.outputs[0]?.shape[1]
  const width = typeof declared === 'number' ? declared : undefined
  if (width !== undefined) requireNoOtherClasses(metadata, width)
  const head = asked ?? (width === findHead('ordinal').logits(gradeCount) ? 'ordinal' : undefined)
  const otherHead = (head ?? 'softmax') !== 'softmax' || width === 1
  if (otherHead && classes) {
    throw new AppError('usage', 'An order of classes is for a model with an output for each; this one has none.')
  }
  return { graph: chosen, head, order: otherHead ? undefined : classOrder(metadata, classes), notes }
}

/** Outputs that a head may have; "at least the lowest grade" is left out of the steps or not. */
function widthsOf(head: HeadKind): number[] {
  const own = findHead(head).logits(gradeCount)
  return head === 'ordinal' ? [own, gradeCount] : [own]
}
