import type { GraphNode, ValueType } from '../graph/types.ts'
import { type ElementType, elementCount, numbersOf } from '../tensor.ts'
import { axisFrom } from './known.ts'
import { dimensionsOf } from './shape.ts'
import { cuts } from './slice.ts'
import type { InferContext } from './types.ts'

/** Most values that are worked out: shapes, axes and the numbers around them, never weights. */
const foldLimit = 256

const elementwise: Readonly<Record<string, (a: number, b: number, c: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Min: (a, b = a) => Math.min(a, b),
  Max: (a, b = a) => Math.max(a, b),
  Neg: (a) => -a,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Sqrt: Math.sqrt,
  Equal: (a, b) => Number(a === b),
  Greater: (a, b) => Number(a > b),
  Less: (a, b) => Number(a < b),
  Where: (a, b, c) => (a === 0 ? c : b),
  Cast: (a) => a,
  Identity: (a) => a,
  Expand: (a) => a,
}

const renaming = new Set(['Reshape', 'Squeeze', 'Unsqueeze', 'Flatten'])

/** The values of a node's only output where they follow from shapes and constants, as an exporter writes the target of a
 *  Reshape. Broadcasting goes as far as one value beside many. */
export function foldedValues(context: InferContext, output: ValueType): readonly number[] | undefined {
  const { node } = context
  const count = elementCount(output.shape)
  if (node.domain !== '' || count > foldLimit) return undefined
  if (node.type === 'Shape') return dimensionsOf(context)
  if (node.type === 'Size') return [elementCount(context.type(0).shape)]
  const inputs: (readonly number[])[] = []
  for (const input of node.inputs.keys()) {
    if (!context.has(input)) return undefined
    if (elementCount(context.type(input).shape) > foldLimit) return undefined
    const values = context.constant(input)
    if (values === undefined) return undefined
    inputs.push(values)
  }
  const [first = []] = inputs
  const single = inputs.length > 0 && context.type(0).shape.length === 1
  const compute = elementwise[node.type]
  if (compute !== undefined) return broadcast(compute, inputs, output)
  if (renaming.has(node.type)) return first
  if (node.type === 'ConstantOfShape') return new Array<number>(count).fill(fillOf(node))
  if (node.type === 'Concat' && single) return inputs.flat()
  if (node.type === 'Gather' && single) return inputs[1]?.map((place) => first[axisFrom(place, first.length)] as number)
  if (node.type === 'Slice' && single) {
    const [cut] = cuts([first.length], inputs.slice(1))
    return cut && Array.from({ length: cut.count }, (_, place) => first[cut.start + place * cut.step] as number)
  }
  return undefined
}

function fillOf({ attributes: { value } }: GraphNode): number {
  return value?.kind === 'tensor' ? (numbersOf(value.value)[0] ?? 0) : 0
}

function broadcast(
  compute: (a: number, b: number, c: number) => number,
  inputs: readonly (readonly number[])[],
  { type, shape }: ValueType,
): readonly number[] | undefined {
  const count = elementCount(shape)
  if (inputs.length > 3 || inputs.some(({ length }) => length !== 1 && length !== count)) return undefined
  const at = (input: number, index: number) => {
    const values = inputs[input] ?? []
    return values[values.length === 1 ? 0 : index] as number
  }
  return Array.from({ length: count }, (_, index) => held(type, compute(at(0, index), at(1, index), at(2, index))))
}

/** The number as a value of that type holds it. */
function held(type: ElementType, value: number): number {
  switch (type) {
    case 'float32':
      return Math.fround(value)
    case 'float64':
      return value
    case 'bool':
      return Number(value !== 0)
    default:
      return Math.trunc(value)
  }
}
