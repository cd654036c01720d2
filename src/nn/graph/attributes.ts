import { AppError } from '#shared/errors.ts'
import type { Attribute, GraphNode } from './types.ts'

function wrongKind(node: GraphNode, name: string, attribute: Attribute): AppError {
  return new AppError(
    'model_unreadable',
    `Attribute ${name} of ${node.type} node ${node.name} is of kind ${attribute.kind}.`,
  )
}

/** An integer attribute, or its default. Throws `AppError('model_unreadable')` where it is of another kind. */
export function intAttribute(node: GraphNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name]
  if (attribute === undefined) return otherwise
  if (attribute.kind !== 'int') throw wrongKind(node, name, attribute)
  return attribute.value
}

export function floatAttribute(node: GraphNode, name: string, otherwise: number): number {
  const attribute = node.attributes[name]
  if (attribute === undefined) return otherwise
  if (attribute.kind !== 'float') throw wrongKind(node, name, attribute)
  return attribute.value
}

export function textAttribute(node: GraphNode, name: string, otherwise: string): string {
  const attribute = node.attributes[name]
  if (attribute === undefined) return otherwise
  if (attribute.kind !== 'string') throw wrongKind(node, name, attribute)
  return attribute.value
}

export function intsAttribute(node: GraphNode, name: string): readonly number[] | undefined {
  const attribute = node.attributes[name]
  if (attribute === undefined) return undefined
  if (attribute.kind !== 'ints') throw wrongKind(node, name, attribute)
  return attribute.value
}
