import { AppError } from '#shared/errors.ts'

/** Element types a graph may carry. Only float32 is differentiated; the rest are shapes, indices and stored weights. */
export type ElementType = 'float32' | 'float64' | 'int64' | 'int32' | 'uint8' | 'bool'

export type Shape = readonly number[]

interface TypedTensor<T extends ElementType, D> {
  readonly type: T
  readonly shape: Shape
  readonly data: D
}

/** A dense array in row-major order. `shape` [] is a scalar. bool is one byte an element. */
export type Tensor =
  | TypedTensor<'float32', Float32Array>
  | TypedTensor<'float64', Float64Array>
  | TypedTensor<'int64', BigInt64Array>
  | TypedTensor<'int32', Int32Array>
  | TypedTensor<'uint8', Uint8Array>
  | TypedTensor<'bool', Uint8Array>

export type FloatTensor = Extract<Tensor, { type: 'float32' }>
export type TensorMap = Map<string, Tensor>

/** Number of elements of a shape; 1 for a scalar. */
export function elementCount(shape: Shape): number {
  let count = 1
  for (const dimension of shape) count *= dimension
  return count
}

/** A float32 tensor. Throws `AppError('length_mismatch')` where data and shape disagree. */
export function float32(data: Float32Array | readonly number[], shape: Shape): FloatTensor {
  const values = data instanceof Float32Array ? data : Float32Array.from(data)
  if (values.length !== elementCount(shape)) {
    throw new AppError('length_mismatch', `${values.length} values do not fill the shape [${shape.join(', ')}].`)
  }
  return { type: 'float32', shape, data: values }
}

/** Values in double precision as float32. */
export function roundedToSingle({ data, shape }: Extract<Tensor, { type: 'float64' }>): FloatTensor {
  return { type: 'float32', shape, data: Float32Array.from(data) }
}

export function zeros(shape: Shape): FloatTensor {
  return { type: 'float32', shape, data: new Float32Array(elementCount(shape)) }
}

export function scalar(value: number): FloatTensor {
  return { type: 'float32', shape: [], data: Float32Array.of(value) }
}

/** A one-dimensional int64 tensor, as shape and axes inputs want it. */
export function integers(values: readonly number[]): Tensor {
  return { type: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) }
}

/** The values of any tensor as plain numbers. */
export function numbersOf(tensor: Tensor): number[] {
  return Array.from(tensor.data as ArrayLike<number | bigint>, Number)
}

/** The float32 tensor of that name. Throws `AppError('compute_failed')` where it is missing or of another type. */
export function floatEntry(map: ReadonlyMap<string, Tensor>, name: string): FloatTensor {
  const tensor = map.get(name)
  if (tensor?.type !== 'float32') throw new AppError('compute_failed', `There is no float32 tensor named ${name}.`)
  return tensor
}

/** Gives a tensor's memory back at once; it can be read no longer. Left to the garbage collector, what several steps leave lies side
 *  by side: hundreds of megabytes for a large network, and a process that swells and shrinks. */
export function release({ data: { buffer, byteLength } }: Tensor): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
