import type { GraphBuilder } from '#nn/graph/builder.ts'
import { int } from '#nn/graph/types.ts'
import { dataTypes } from '#nn/onnx/schema.ts'
import { float32, integers } from '#nn/tensor.ts'
import type { Tree } from '#statistics/stacking/trees/tree.ts'

/** A tree, and what each of its leaves adds to the outputs. */
export interface TreeTerm {
  readonly tree: Tree
  readonly terms: (leaf: readonly number[]) => readonly number[]
}

/** Sums over trees of what their leaves add to `start`, [n,outputs], from features [n,width]: all trees are walked at once,
 *  level by level, each node 1 for the rows that reach it. */
export function addTrees(
  builder: GraphBuilder,
  features: string,
  trees: readonly TreeTerm[],
  start: readonly number[],
): string {
  const sum = [...start]
  const sums: string[] = []
  let level = trees.map((term) => ({ term, node: 0 }))
  // Null at the roots, which every row reaches.
  let reached: string | null = null
  while (level.length > 0) {
    const isLeaf = ({ term, node }: (typeof level)[number]) => (term.tree.feature[node] as number) < 0
    const leaves = level.flatMap((one, place) => (isLeaf(one) ? [place] : []))
    const terms = leaves.map((place) => {
      const { term, node } = level[place] as (typeof level)[number]
      return term.terms(term.tree.value[node] as number[])
    })
    if (reached === null) {
      for (const added of terms) for (const [k, value] of added.entries()) sum[k] = (sum[k] ?? 0) + value
    } else if (leaves.length > 0) {
      const weights = builder.constant(float32(terms.flat(), [leaves.length, start.length]))
      sums.push(builder.op('MatMul', [picked(builder, reached, leaves), weights]))
    }
    const inner = level.flatMap((one, place) => (isLeaf(one) ? [] : [place]))
    const asked = inner.map((place) => level[place] as (typeof level)[number])
    if (asked.length === 0) break
    const values = picked(
      builder,
      features,
      asked.map(({ term, node }) => term.tree.feature[node] as number),
    )
    const thresholds = asked.map(({ term, node }) => notAbove(term.tree.threshold[node] as number))
    const above = builder.op('Greater', [values, builder.constant(float32(thresholds, [1, asked.length]))])
    const goesRight: string = builder.op('Cast', [above], { to: int(dataTypes.float32) })
    const here: string = reached === null ? builder.scalar(1) : picked(builder, reached, inner)
    const right: string = reached === null ? goesRight : builder.op('Mul', [here, goesRight])
    reached = builder.op('Concat', [builder.op('Sub', [here, right]), right], { axis: int(1) })
    level = [
      ...asked.map(({ term, node }) => ({ term, node: term.tree.left[node] as number })),
      ...asked.map(({ term, node }) => ({ term, node: term.tree.right[node] as number })),
    ]
  }
  const none = builder.op('Mul', [
    picked(builder, features, new Array<number>(start.length).fill(0)),
    builder.scalar(0),
  ])
  const base = builder.op('Add', [none, builder.constant(float32(sum, [1, sum.length]))])
  return sums.reduce((all, one) => builder.op('Add', [all, one]), base)
}

/** Columns of values [n,…]. */
function picked(builder: GraphBuilder, values: string, places: readonly number[]): string {
  return builder.op('Gather', [values, builder.constant(integers(places))], { axis: int(1) })
}

/** The largest number of single precision that is not above, so that features of single precision go the same way. */
function notAbove(threshold: number): number {
  const single = Math.fround(threshold)
  if (single <= threshold) return single
  const bits = new DataView(new ArrayBuffer(4))
  bits.setFloat32(0, single)
  bits.setInt32(0, bits.getInt32(0) + (single > 0 ? -1 : 1))
  return bits.getFloat32(0)
}
