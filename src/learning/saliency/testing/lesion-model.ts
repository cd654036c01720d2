import { retinaNormalisation } from '#imaging/normalise.ts'
import { GraphBuilder } from '#nn/graph/builder.ts'
import { int, ints } from '#nn/graph/types.ts'
import { encodeModel } from '#nn/model-file.ts'
import { float32 } from '#nn/tensor.ts'
import { gradeNames } from '#shared/grades.ts'

/** Side of its input, px, and of the squares that its last layer takes the mean of. */
export const modelSide = 96
export const cellSide = 8

/** What its first layer sees lesions by: by how much a pixel has more blue than red than anything in a retina. */
export const lesionColour = [0, 0, 255] as const

/** A network that is right by construction: the logit of Moderate is the area of what is blue, that of Mild how much red there
 *  is, and the others are 0. Layers `fine` (every pixel) and `coarse` (squares of 8 px). */
export function lesionModel(): Uint8Array {
  const { mean, deviation } = retinaNormalisation
  const builder = new GraphBuilder('lesion')
  const image = builder.input('image', { type: 'float32', shape: [1, 3, modelSide, modelSide] }, [
    ...['batch', 3, modelSide, modelSide],
  ])
  const channels = [
    [-deviation[0], 0, deviation[2]],
    [deviation[0], 0, 0],
  ].flat()
  const filters = builder.constant(float32(channels, [2, 3, 1, 1]), 'channels')
  const bias = builder.constant(float32([mean[2] - mean[0] - 0.2, mean[0]], [2]), 'bias')
  const seen = builder.op('Conv', [image, filters, bias], { kernel_shape: ints([1, 1]) })
  const [fine] = builder.node('Relu', [seen], { outputs: ['fine'] }) as [string]
  const square = new Float32Array(2 * 2 * cellSide ** 2)
  for (let at = 0; at < cellSide ** 2; at++) {
    square[at] = 1 / cellSide ** 2
    square[3 * cellSide ** 2 + at] = 1 / cellSide ** 2
  }
  const means = builder.constant(float32(square, [2, 2, cellSide, cellSide]), 'means')
  const strides = { kernel_shape: ints([cellSide, cellSide]), strides: ints([cellSide, cellSide]) }
  const [coarse] = builder.node('Relu', [builder.op('Conv', [fine, means], strides)], { outputs: ['coarse'] }) as [
    string,
  ]
  const pooled = builder.op('Flatten', [builder.op('GlobalAveragePool', [coarse])])
  // Rows of the five grades, columns of the two channels.
  const linear = builder.constant(float32([0, 0, 0, 1, 1000, 0, 0, 0, 0, 0], [5, 2]), 'linear')
  const [logits] = builder.node('Gemm', [pooled, linear], { attributes: { transB: int(1) }, outputs: ['logits'] }) as [
    string,
  ]
  builder.output(logits, ['batch', 5])
  return encodeModel(
    { graph: builder.build(), metadata: new Map() },
    {
      architecture: 'lesion',
      size: modelSide,
      ...{ mean: [...mean], deviation: [...deviation], classes: [...gradeNames], head: 'softmax' },
    },
  )
}
