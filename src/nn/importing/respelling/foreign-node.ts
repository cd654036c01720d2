import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import type { Attributes, GraphNode } from '../../graph/types.ts'

/** A node of a foreign graph, about to be written. */
export interface ForeignNode {
  readonly builder: GraphBuilder
  readonly node: GraphNode
  /** The builder's names of the node's inputs. */
  readonly inputs: readonly string[]
  /** Names that the node's outputs shall have. */
  readonly outputs: readonly string[]
  /** The batch that the file was exported for, where it is fixed. */
  readonly batch: number | undefined
}

/** Writes a node in this room's spelling, the builder's operator set, and gives its outputs' names. */
export type Respelling = (foreign: ForeignNode) => readonly string[]

/** Writes the node with other inputs and attributes, and with its first output alone where the others have no use. */
export function written(
  { builder, node, outputs }: ForeignNode,
  inputs: readonly string[],
  attributes: Attributes,
  count = outputs.length,
): readonly string[] {
  return builder.node(node.type, inputs, { name: node.name, attributes, outputs: outputs.slice(0, count) })
}

export function without({ attributes }: GraphNode, ...names: readonly string[]): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)))
}

export function unsupported(node: GraphNode, how: string): AppError {
  return new AppError('operator_unsupported', `${node.type} ${how} is not supported.`, {
    details: { operator: node.type, node: node.name },
  })
}

/** The values of an input that must be whole numbers known before the graph runs. Throws `AppError`. */
export function wholeNumbers({ builder, node }: ForeignNode, input: string): readonly number[] {
  const values = builder.valuesOf(input)
  if (values === undefined) throw unsupported(node, `whose ${input} is computed`)
  if (builder.typeOf(input).type === 'int64' && values.every(Number.isInteger)) return values
  throw new AppError('model_unreadable', `${node.type} takes whole numbers, and ${input} holds others.`)
}
