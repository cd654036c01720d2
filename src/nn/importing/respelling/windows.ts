import { ints } from '../../graph/types.ts'
import { windowAttributes } from '../../operators/convolution.ts'
import { groupOf, readWindow } from '../../operators/convolution-shape.ts'
import { type Respelling, unsupported, without, written } from './foreign-node.ts'

/** With explicit pads, where the file leaves them to the operator. */
export const convolution: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const [, , height = 1, width = 1] = builder.shapeOf(inputs[1] ?? '')
  const window = readWindow(node, builder.shapeOf(inputs[0] ?? ''), [height, width])
  return written(foreign, inputs, windowAttributes(window, groupOf(node)))
}

export const maxPool: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const { kernel, strides, dilations, pads } = readWindow(node, builder.shapeOf(inputs[0] ?? ''), [1, 1])
  const window = { kernel_shape: ints(kernel), strides: ints(strides), dilations: ints(dilations), pads: ints(pads) }
  return written(foreign, inputs, { ...without(node, 'auto_pad', 'storage_order'), ...window }, 1)
}

/** Without dilations, which operator set 19 brought. */
export const averagePool: Respelling = (foreign) => {
  const { builder, node, inputs } = foreign
  const { kernel, strides, dilations, pads } = readWindow(node, builder.shapeOf(inputs[0] ?? ''), [1, 1])
  if (dilations.some((step) => step !== 1)) throw unsupported(node, 'with dilations')
  const window = { kernel_shape: ints(kernel), strides: ints(strides), pads: ints(pads) }
  return written(foreign, inputs, { ...without(node, 'auto_pad', 'dilations'), ...window })
}
