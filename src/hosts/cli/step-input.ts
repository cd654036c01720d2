import { elementCount, type Tensor, type TensorMap } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'

/** Tensors of `model step`, as its file has them. */
export interface StepInput {
  /** [batch,3,size,size] */
  readonly images: Float32Array
  readonly batch: number
  /** Pixels. */
  readonly size: number
  /** Names of the tensors that were double precision and are rounded to single. */
  readonly rounded: readonly string[]
}

/** `image`, float32 or float64 [n,3,h,h]. Throws `AppError('usage')` for what is missing, of another shape or type, or no
 *  number. */
export function stepImages(tensors: TensorMap): StepInput {
  const image = tensors.get('image')
  if (image === undefined) throw invalid('There is no tensor `image` in the input.')
  const [batch = 0, channels, size = 0, width] = image.shape
  if (image.shape.length !== 4 || channels !== 3 || size !== width || elementCount(image.shape) === 0) {
    throw invalid(`The images have the shape [${image.shape.join(', ')}] and not [n, 3, h, h].`)
  }
  const images = singlePrecision('images', image)
  return { images, batch, size, rounded: roundedNames(tensors) }
}

/** `target` as rows [batch,classes] of shares; a whole number stands for all of that class.
 *  Throws `AppError('usage')`. */
export function stepTargets(tensors: TensorMap, batch: number, classes: number): Float32Array {
  const target = tensors.get('target')
  if (target === undefined) throw invalid('There is no tensor `target` in the input.')
  const { type, shape } = target
  const floating = type === 'float32' || type === 'float64'
  const wanted = floating ? [batch, classes] : [batch]
  if (shape.join() !== wanted.join()) {
    throw invalid(
      `The targets are ${type} of the shape [${shape.join(', ')}]; these images and this model want [${batch}, ${classes}] shares or [${batch}] whole numbers.`,
    )
  }
  return floating ? shares(singlePrecision('targets', target)) : classRows(target, classes)
}

function shares(values: Float32Array): Float32Array {
  const wrong = values.find((value) => value < 0)
  if (wrong !== undefined) throw invalid(`The targets hold ${wrong}; a share is never below 0.`)
  return values
}

function classRows({ type, data }: Tensor, classes: number): Float32Array {
  if (type !== 'int64' && type !== 'int32') {
    throw invalid(`The targets are of type ${type}; classes are int64 or int32.`)
  }
  const indices = Array.from(data as ArrayLike<number | bigint>, Number)
  const rows = new Float32Array(indices.length * classes)
  for (const [row, index] of indices.entries()) {
    if (index < 0 || index >= classes) {
      throw invalid(`Target ${row} is class ${index}; the model has classes 0 to ${classes - 1}.`)
    }
    rows[row * classes + index] = 1
  }
  return rows
}

function singlePrecision(what: string, { type, data }: Tensor): Float32Array {
  if (type !== 'float32' && type !== 'float64') throw invalid(`The ${what} are of type ${type} and not floating-point.`)
  const values = type === 'float32' ? data : Float32Array.from(data)
  const wrong = values.findIndex((value) => !Number.isFinite(value))
  if (wrong >= 0) throw invalid(`The ${what} hold ${values[wrong]} at place ${wrong}; every value is a finite number.`)
  return values
}

function roundedNames(tensors: TensorMap): readonly string[] {
  return ['image', 'target'].filter((name) => tensors.get(name)?.type === 'float64')
}

function invalid(sentence: string): AppError {
  return new AppError('usage', sentence)
}
