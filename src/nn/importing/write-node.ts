import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { renamed } from '../graph/copy.ts'
import { type GraphNode, internalDomain } from '../graph/types.ts'
import { float32, type Shape, type Tensor } from '../tensor.ts'
import { requireAxes } from './axes.ts'
import { requireAnyBatch } from './batch-size.ts'
import { knownMatrix } from './matrix-values.ts'
import { respellings } from './respelling/respellings.ts'

interface Place {
  /** Leads from the foreign graph's values to the builder's; the node's outputs are added. */
  readonly names: Map<string, string>
  /** Names that the outputs shall have. */
  readonly outputs: readonly string[]
  /** The batch that the file was exported for, where it is fixed. */
  readonly batch: number | undefined
}

/** Operators whose targets may depend on the batch. */
const shaping = new Set(['Reshape', 'Expand'])

/** Writes a node of a foreign graph. What is known of its inputs before the graph runs becomes constant, so that the
 *  nodes that compute it are no longer needed. Throws `AppError('operator_unsupported' | 'model_unreadable')`. */
export function writeForeignNode(builder: GraphBuilder, node: GraphNode, { names, outputs, batch }: Place): void {
  const { name, type, domain, attributes } = node
  if (domain === internalDomain) {
    throw new AppError('operator_unsupported', `The operator ${domain}.${type} belongs into no file.`)
  }
  const given = renamed(node, names)
  requireAxes(builder, node, given)
  const valuesOf = (input: number) => builder.valuesOf(given[input] ?? '')
  const matrix = knownMatrix(node, given[0] === undefined ? undefined : builder.shapeOf(given[0]), valuesOf)
  if (matrix !== undefined) {
    names.set(node.outputs[0] ?? '', builder.constant(int64(matrix.values, matrix.shape), outputs[0]))
    return
  }
  // Arithmetic on shapes is left to the builder, which works it out; elsewhere its results are put in.
  const arithmetic = given.every((input, index) => input !== '' && valuesOf(index) !== undefined)
  const inputs = arithmetic || shaping.has(type) ? given : given.map((input) => constantInput(builder, node, input))
  const respell = domain === '' ? respellings.get(type) : undefined
  const written =
    respell?.({ builder, node, inputs, outputs, batch }) ??
    builder.node(type, inputs, { name, domain, attributes, outputs })
  for (const [index, output] of node.outputs.entries()) {
    const own = written[index]
    if (output !== '' && own !== undefined) names.set(output, own)
  }
}

/** The input, as a constant where its values are known but computed. */
function constantInput(builder: GraphBuilder, node: GraphNode, input: string): string {
  const constant = builder.constantOf(input)
  const values = constant?.type === 'float32' ? undefined : builder.valuesOf(input)
  if (values === undefined) return input
  requireAnyBatch(node, values)
  if (constant !== undefined) return input
  const { type, shape } = builder.typeOf(input)
  if (type === 'int64') return builder.constant(int64(values, shape))
  return type === 'float32' ? builder.constant(float32(values, shape)) : input
}

/** Ends of the range stand for what lies outside: plain numbers do not hold the largest of them. */
function int64(values: readonly number[], shape: Shape): Tensor {
  if (!values.every((value) => value >= 0 || value < 0)) {
    throw new AppError('model_unreadable', 'A shape is computed from what is no number.')
  }
  const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n]
  const data = BigInt64Array.from(values, (value) => {
    if (Math.abs(value) >= 2 ** 63) return value > 0 ? most : least
    return BigInt(Math.trunc(value))
  })
  return { type: 'int64', shape, data }
}
