import { int, text } from '../../graph/types.ts'
import { elementCount } from '../../tensor.ts'
import { type BlockedRule, plainForm } from './rule.ts'

/** Adds every dy to the place its window took its largest value from. The places are found anew: ONNX Runtime takes ten
 *  times as long for a pool that also gives them, and this one is only run where its gradient is wanted. Twice as fast on
 *  the processor as the portable form. */
export const maxPoolGradient: BlockedRule = (writer, node) => {
  const { builder } = writer
  // ScatterElements adds from operator set 16 on.
  if (builder.opset < 16) return undefined
  const [x, , dy] = node.inputs as [string, string, string]
  const shape = writer.shapeOf(x)
  const [, places] = builder.node('MaxPool', [writer.plainAgain(x)], { attributes: node.attributes, count: 2 })
  const flat = (name: string) => builder.op('Reshape', [name, builder.integers(-1)])
  const zeros = builder.op('Expand', [builder.scalar(0), builder.integers(elementCount(shape))])
  const added = builder.op('ScatterElements', [zeros, flat(places as string), flat(writer.plain(dy))], {
    axis: int(0),
    reduction: text('add'),
  })
  return [plainForm(builder.op('Reshape', [added, builder.integers(...shape)]))]
}
