import { intsAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import { groupOf, readWindow, windowOutput } from '../operators/convolution-shape.ts'
import { type DoubleArray, doubles } from './array.ts'

type Image = [number, number, number, number]

/** Convolution by its definition. */
export function convolve(node: GraphNode, x: DoubleArray, weight: DoubleArray, bias?: DoubleArray): DoubleArray {
  const [count, channels, height, width] = x.shape as Image
  const [outputs, each, kernelHeight, kernelWidth] = weight.shape as Image
  const group = groupOf(node)
  const window = readWindow(node, x.shape, [kernelHeight, kernelWidth])
  const [outHeight, outWidth] = windowOutput(x.shape, window)
  const result = doubles([count, outputs, outHeight, outWidth])
  let index = 0
  for (let n = 0; n < count; n++) {
    for (let o = 0; o < outputs; o++) {
      const first = Math.floor(o / (outputs / group)) * each
      for (let i = 0; i < outHeight; i++) {
        for (let j = 0; j < outWidth; j++) {
          let total = bias?.data[o] ?? 0
          for (let p = 0; p < kernelHeight; p++) {
            const row = i * window.strides[0] + p * window.dilations[0] - window.pads[0]
            if (row < 0 || row >= height) continue
            for (let q = 0; q < kernelWidth; q++) {
              const column = j * window.strides[1] + q * window.dilations[1] - window.pads[1]
              if (column < 0 || column >= width) continue
              for (let c = 0; c < each; c++) {
                const source = ((n * channels + first + c) * height + row) * width + column
                total +=
                  (x.data[source] as number) *
                  (weight.data[((o * each + c) * kernelHeight + p) * kernelWidth + q] as number)
              }
            }
          }
          result.data[index++] = total
        }
      }
    }
  }
  return result
}

/** Transposed convolution by its definition: every input value adds the kernel, weighted by it, to the output. */
export function convolveTransposed(node: GraphNode, x: DoubleArray, weight: DoubleArray): DoubleArray {
  const [count, channels, height, width] = x.shape as Image
  const [, each, kernelHeight, kernelWidth] = weight.shape as Image
  const group = groupOf(node)
  const window = readWindow(node, x.shape, [kernelHeight, kernelWidth])
  const extra = intsAttribute(node, 'output_padding') ?? [0, 0]
  const [outHeight, outWidth] = ([0, 1] as const).map(
    (axis) =>
      ((x.shape[axis + 2] as number) - 1) * window.strides[axis] +
      (window.kernel[axis] - 1) * window.dilations[axis] +
      1 -
      window.pads[axis] -
      (window.pads[axis + 2] as number) +
      (extra[axis] ?? 0),
  ) as [number, number]
  const result = doubles([count, each * group, outHeight, outWidth])
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < channels; c++) {
      const first = Math.floor(c / (channels / group)) * each
      for (let i = 0; i < height; i++) {
        for (let j = 0; j < width; j++) {
          const value = x.data[((n * channels + c) * height + i) * width + j] as number
          for (let o = 0; o < each; o++) {
            for (let p = 0; p < kernelHeight; p++) {
              const row = i * window.strides[0] + p * window.dilations[0] - window.pads[0]
              if (row < 0 || row >= outHeight) continue
              for (let q = 0; q < kernelWidth; q++) {
                const column = j * window.strides[1] + q * window.dilations[1] - window.pads[1]
                if (column < 0 || column >= outWidth) continue
                const target = ((n * each * group + first + o) * outHeight + row) * outWidth + column
                const factor = weight.data[((c * each + o) * kernelHeight + p) * kernelWidth + q] as number
                result.data[target] = (result.data[target] as number) + value * factor
              }
            }
          }
        }
      }
    }
  }
  return result
}
