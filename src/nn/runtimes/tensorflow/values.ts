import type { DataType, Tensor as NativeTensor } from '@tensorflow/tfjs-core'
import type { ElementType, Tensor } from '../../tensor.ts'
import type { TensorFlow } from './kernels/kernel.ts'

/** What TensorFlow.js keeps each type as: it has no doubles, and of whole numbers only int32. */
const dataTypes = {
  float32: 'float32',
  float64: 'float32',
  int64: 'int32',
  int32: 'int32',
  uint8: 'int32',
  bool: 'bool',
} as const satisfies Record<ElementType, DataType>

const [least, most] = [-(2 ** 31), 2 ** 31 - 1]

/** Whole numbers beyond int32 stand for "as far as it goes". */
function narrowed(value: bigint): number {
  return Math.min(Math.max(Number(value), least), most)
}

/** A tensor of the backend, over the same memory where its type allows. */
export function toNative(tf: TensorFlow, { type, shape, data }: Tensor): NativeTensor {
  const dataType = dataTypes[type]
  const values =
    type === 'float64' ? Float32Array.from(data) : type === 'int64' ? Int32Array.from(data, narrowed) : data
  return tf.tensor(values as Exclude<typeof values, BigInt64Array | Float64Array>, [...shape], dataType)
}

/** The values as the graph declares them, in memory of their own. */
export async function fromNative(native: NativeTensor, type: ElementType): Promise<Tensor> {
  const shape = native.shape
  const values = await native.data()
  switch (type) {
    case 'float32':
      return { type, shape, data: Float32Array.from(values) }
    case 'float64':
      return { type, shape, data: Float64Array.from(values) }
    case 'int64':
      return { type, shape, data: BigInt64Array.from(values, BigInt) }
    case 'int32':
      return { type, shape, data: Int32Array.from(values) }
    case 'uint8':
    case 'bool':
      return { type, shape, data: Uint8Array.from(values) }
  }
}
