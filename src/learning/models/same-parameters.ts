import { createHash } from 'node:crypto'
import { decodeModel } from '#nn/model-file.ts'
import { elementCount, type Tensor } from '#nn/tensor.ts'

/** Whether an .onnx file has all the learnt numbers of another, under whatever names: it is a copy then, or is made of it, and
 *  has seen what the other has seen. `held`: `parametersIn` of the file. */
export function holdsParametersOf(held: ReadonlySet<string>, other: Uint8Array): boolean {
  let some = false
  for (const tensor of learntNumbers(decodeModel(other).model.graph.constants)) {
    if (!held.has(digest(tensor))) return false
    some = true
  }
  return some
}

/** Digests of the tensors of learnt numbers in an .onnx file, to be compared with others'. */
export function parametersIn(file: Uint8Array): ReadonlySet<string> {
  return new Set(learntNumbers(decodeModel(file).model.graph.constants).map(digest))
}

/** Single numbers are settings of layers. */
function learntNumbers(constants: ReadonlyMap<string, Tensor>): Tensor[] {
  return [...constants.values()].filter(({ type, shape }) => type === 'float32' && elementCount(shape) > 1)
}

function digest({ shape, data }: Tensor): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  return createHash('sha256').update(shape.join()).update(' ').update(bytes).digest('base64')
}
