import { intsAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'

export interface KnownMatrix {
  readonly shape: Shape
  readonly values: readonly number[]
}

/** What a node gives of a matrix whose values are known: PyTorch's exporter turns the widths of a padding round as a
 *  matrix, rows last to first and then transposed. The builder knows of lists and single values itself.
 *  `valuesOf` gives those of an input, by place. */
export function knownMatrix(
  node: GraphNode,
  shape: Shape | undefined,
  valuesOf: (input: number) => readonly number[] | undefined,
): KnownMatrix | undefined {
  const [rows, columns] = shape ?? []
  const values = valuesOf(0)
  if (node.domain !== '' || shape?.length !== 2 || !rows || !columns || values === undefined) return undefined
  if (node.type === 'Transpose' && (intsAttribute(node, 'perm') ?? [1, 0]).join() === '1,0') {
    return {
      shape: [columns, rows],
      values: values.map((_, i) => values[(i % rows) * columns + Math.floor(i / rows)] as number),
    }
  }
  if (node.type !== 'Slice') return undefined
  const [start, end, axis, step] = [1, 2, 3, 4].map((input) => valuesOf(input)?.join())
  if (start !== '-1' || !(Number(end) < -rows) || axis !== '0' || step !== '-1') return undefined
  const reversed = Array.from({ length: rows }, (_, row) =>
    values.slice((rows - row - 1) * columns, (rows - row) * columns),
  )
  return { shape: [rows, columns], values: reversed.flat() }
}
