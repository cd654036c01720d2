import { intAttribute } from '../../graph/attributes.ts'
import { axisFrom } from '../../operators/known.ts'
import type { Shape } from '../../tensor.ts'
import { type BlockedRule, blockedForm } from './rule.ts'
import type { BlockedWriter } from './writer.ts'

/** Whether images beside each other along the channels stay so in blocks: each fills whole ones. */
function fillsBlocks(writer: BlockedWriter, shape: Shape): boolean {
  return writer.blockable(shape) && writer.paddedChannels(shape[1] as number) === shape[1]
}

/** Images joined along their channels. */
export const concat: BlockedRule = (writer, node) => {
  const parts = node.inputs
  const fitting = parts.every((part) => fillsBlocks(writer, writer.shapeOf(part)))
  if (!fitting || !parts.some((part) => writer.isBlocked(part)) || intAttribute(node, 'axis', 0) !== 1) return undefined
  const blocked = parts.map((part) => writer.blocked(part))
  return [[blockedForm(writer.builder.op('Concat', blocked, node.attributes)), { as: 'joined', parts }]]
}

/** Its gradient: an image cut along its channels. */
export const split: BlockedRule = (writer, node) => {
  const [x, sizes] = node.inputs as [string, string?]
  const shape = writer.shapeOf(x)
  if (!writer.isBlocked(x) || axisFrom(intAttribute(node, 'axis', 0), shape.length) !== 1) return undefined
  if (!node.outputs.every((output) => fillsBlocks(writer, writer.shapeOf(output)))) return undefined
  const given = sizes === undefined ? [] : [writer.plain(sizes)]
  const parts = writer.builder.node('Split', [writer.blocked(x), ...given], {
    attributes: node.attributes,
    count: node.outputs.length,
  })
  return parts.map(blockedForm)
}
