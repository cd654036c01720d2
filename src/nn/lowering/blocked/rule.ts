import type { GraphNode } from '../../graph/types.ts'
import type { Form } from './value-forms.ts'
import type { BlockedWriter } from './writer.ts'

/** The forms of each output of a node, in their order. */
export type Written = readonly (Form | readonly Form[])[]

/** A rule writes a node in blocks and gives the forms of its outputs, or leaves it. */
export type BlockedRule = (writer: BlockedWriter, node: GraphNode) => Written | undefined

export const plainForm = (name: string): Form => ({ as: 'plain', name })
export const blockedForm = (name: string): Form => ({ as: 'blocked', name })
