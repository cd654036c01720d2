import type { GraphBuilder } from '#nn/graph/builder.ts'
import { int, ints } from '#nn/graph/types.ts'
import { dataTypes } from '#nn/onnx/schema.ts'

/** What the second photograph is called in the file of an ensemble over both eyes. */
export const fellowInput = 'fellow'

/** An entry of such a file's metadata: what its inputs are given. */
export const inputsEntry = [
  'regrade.inputs',
  JSON.stringify({
    image: 'the photograph to be graded, prepared as regrade.model says',
    [fellowInput]:
      "a photograph of the same patient's other eye, prepared alike; where there is none, the values of image once more, every one the same: that is how the file knows that there is no fellow eye, and what was learnt for an eye alone is taken",
  }),
] as const

/** Both photographs as one batch, so that members are in the file once. Images [n,3,side,side], twice: [2n,3,side,side]. */
export function addTogether(builder: GraphBuilder, image: string, fellow: string): string {
  return builder.op('Concat', [image, fellow], { axis: int(0) })
}

/** What was said of the photographs and of their fellows: values [2n,width] as twice [n,width]. */
export function addApart(builder: GraphBuilder, values: string): readonly [own: string, beside: string] {
  const [own = '', beside = ''] = builder.node('Split', [values], { attributes: { axis: int(0) }, count: 2 })
  return [own, beside]
}

/** Whether there is a fellow eye, [n,1] of 1 or 0: there is none where its image is the photograph's own, value by value.
 *  The members then say the same of both, as `stackedFeatures` has it. */
export function addMark(builder: GraphBuilder, image: string, fellow: string): string {
  const apart = builder.op('Abs', [builder.op('Sub', [image, fellow])])
  const most = builder.op('ReduceMax', [builder.op('Flatten', [apart])], { axes: ints([1]) })
  return builder.op('Cast', [builder.op('Greater', [most, builder.scalar(0)])], { to: int(dataTypes.float32) })
}
