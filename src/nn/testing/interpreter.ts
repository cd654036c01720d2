import { floatAttribute, intAttribute, intsAttribute } from '../graph/attributes.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { copyInto } from '../graph/copy.ts'
import type { Graph, GraphNode, ValueType } from '../graph/types.ts'
import { lowerAll } from '../lowering/portable.ts'
import { broadcastShape } from '../operators/broadcast.ts'
import { elementCount, numbersOf, type Shape } from '../tensor.ts'
import { type DoubleArray, doubles, eachPlace, positionIn } from './array.ts'
import { convolve, convolveTransposed } from './interpreter-convolution.ts'
import { binary, elementwise, unary } from './interpreter-elementwise.ts'
import { moved } from './interpreter-layout.ts'
import { pooled } from './interpreter-pooling.ts'
import { resized } from './interpreter-resize.ts'

/** Folds an array over axes; the result keeps them with length 1. */
function folded(
  x: DoubleArray,
  axes: readonly number[],
  start: number,
  f: (total: number, x: number) => number,
): DoubleArray {
  const result = doubles(x.shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension)))
  result.data.fill(start)
  eachPlace(x.shape, (place, index) => {
    const position = positionIn(result.shape, place)
    result.data[position] = f(result.data[position] as number, x.data[index] as number)
  })
  return result
}

const sum = (x: DoubleArray, axes: readonly number[]) => folded(x, axes, 0, (a, b) => a + b)
const all = (x: DoubleArray) => x.shape.map((_, axis) => axis)

function reduced(
  node: GraphNode,
  x: DoubleArray,
  given: DoubleArray | undefined,
  shape: Shape,
): DoubleArray | undefined {
  const axes = (intsAttribute(node, 'axes') ?? (given ? [...given.data] : all(x))).map((a) =>
    a < 0 ? a + x.shape.length : a,
  )
  const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1)
  switch (node.type) {
    case 'ReduceSum':
      return { shape, data: sum(x, axes).data }
    case 'ReduceMean':
      return { shape, data: sum(x, axes).data.map((value) => value / count) }
    case 'ReduceMax':
      return { shape, data: folded(x, axes, Number.NEGATIVE_INFINITY, Math.max).data }
    default:
      return undefined
  }
}

/** A vector on the left is one row, on the right one column; the result's shape is put right by the caller. */
function multiplied(left: DoubleArray, right: DoubleArray): DoubleArray {
  const a = left.shape.length === 1 ? { ...left, shape: [1, ...left.shape] } : left
  const b = right.shape.length === 1 ? { ...right, shape: [...right.shape, 1] } : right
  const [rows, inner, columns] = [a.shape.at(-2) as number, a.shape.at(-1) as number, b.shape.at(-1) as number]
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const result = doubles([...batch, rows, columns])
  eachPlace(result.shape, (place, index) => {
    const [i, j] = [place.at(-2) as number, place.at(-1) as number]
    let total = 0
    for (let k = 0; k < inner; k++) {
      const left = [...place.slice(0, -2), i, k]
      const right = [...place.slice(0, -2), k, j]
      total += (a.data[positionIn(a.shape, left)] as number) * (b.data[positionIn(b.shape, right)] as number)
    }
    result.data[index] = total
  })
  return result
}

function transposedMatrix(x: DoubleArray, wanted: boolean): DoubleArray {
  if (!wanted) return x
  const [rows, columns] = x.shape as [number, number]
  const result = doubles([columns, rows])
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result.data[j * rows + i] = x.data[i * columns + j] as number
  return result
}

function gemm(node: GraphNode, a: DoubleArray, b: DoubleArray, c: DoubleArray | undefined): DoubleArray {
  const product = multiplied(
    transposedMatrix(a, intAttribute(node, 'transA', 0) === 1),
    transposedMatrix(b, intAttribute(node, 'transB', 0) === 1),
  )
  const scaled = doubles(
    product.shape,
    product.data.map((value) => value * floatAttribute(node, 'alpha', 1)),
  )
  if (c === undefined) return scaled
  return elementwise(scaled, c, (x, y) => x + y * floatAttribute(node, 'beta', 1))
}

function softmax(node: GraphNode, x: DoubleArray): DoubleArray {
  const axis = intAttribute(node, 'axis', -1)
  const axes = [axis < 0 ? axis + x.shape.length : axis]
  const shifted = elementwise(x, folded(x, axes, Number.NEGATIVE_INFINITY, Math.max), (a, b) => a - b)
  const exponentials = doubles(x.shape, shifted.data.map(Math.exp))
  const totals = sum(exponentials, axes)
  return node.type === 'Softmax'
    ? elementwise(exponentials, totals, (a, b) => a / b)
    : elementwise(shifted, totals, (a, b) => a - Math.log(b))
}

function normalised(node: GraphNode, inputs: readonly DoubleArray[]): DoubleArray {
  const [x, scale, bias, mean, variance] = inputs as [DoubleArray, DoubleArray, DoubleArray, DoubleArray, DoubleArray]
  const result = doubles(x.shape)
  const epsilon = floatAttribute(node, 'epsilon', 1e-5)
  eachPlace(x.shape, (place, index) => {
    const c = place[1] as number
    const factor = (scale.data[c] as number) / Math.sqrt((variance.data[c] as number) + epsilon)
    result.data[index] = ((x.data[index] as number) - (mean.data[c] as number)) * factor + (bias.data[c] as number)
  })
  return result
}

function filled({ attributes: { value } }: GraphNode, shape: Shape): number[] {
  return new Array<number>(elementCount(shape)).fill(value?.kind === 'tensor' ? (numbersOf(value.value)[0] ?? 0) : 0)
}

function computed(
  node: GraphNode,
  inputs: readonly DoubleArray[],
  outputs: readonly ValueType[],
): readonly DoubleArray[] {
  const [x, second, third] = inputs as [DoubleArray, DoubleArray, DoubleArray?]
  const two = binary[node.type]
  if (two !== undefined) {
    const value = elementwise(x, second, two)
    return [outputs[0]?.type === 'int64' ? doubles(value.shape, value.data.map(Math.trunc)) : value]
  }
  const one = unary[node.type]
  if (one !== undefined)
    return [
      doubles(
        x.shape,
        x.data.map((value) => one(value, node)),
      ),
    ]
  const pooledValues = pooled(node, x, outputs)
  if (pooledValues !== undefined) return pooledValues
  const movedValues = moved(node, inputs, outputs)
  if (movedValues !== undefined) return movedValues
  const reducedValue = reduced(node, x, second, outputs[0]?.shape ?? [])
  if (reducedValue !== undefined) return [reducedValue]
  switch (node.type) {
    case 'Conv':
      return [convolve(node, x, second, third)]
    case 'ConvTranspose':
      return [convolveTransposed(node, x, second)]
    case 'MatMul':
      return [multiplied(x, second)]
    case 'Gemm':
      return [gemm(node, x, second, third)]
    case 'Softmax':
    case 'LogSoftmax':
      return [softmax(node, x)]
    case 'BatchNormalization':
      return [normalised(node, inputs)]
    case 'Clip':
      return [
        doubles(
          x.shape,
          x.data.map((v) => Math.min(Math.max(v, second?.data[0] ?? -Infinity), third?.data[0] ?? Infinity)),
        ),
      ]
    case 'Where': {
      const chosen = elementwise(x, second, (condition, a) => (condition === 0 ? Number.NaN : a))
      return [elementwise(chosen, third as DoubleArray, (a, b) => (Number.isNaN(a) ? b : a))]
    }
    case 'Cast': {
      const whole = outputs[0]?.type === 'int64' || outputs[0]?.type === 'int32'
      return [doubles(x.shape, whole ? x.data.map(Math.trunc) : x.data)]
    }
    case 'Shape': {
      const dimensions = x.shape.slice(intAttribute(node, 'start', 0), intAttribute(node, 'end', x.shape.length))
      return [doubles([dimensions.length], dimensions)]
    }
    case 'Size':
      return [doubles([], [elementCount(x.shape)])]
    case 'ConstantOfShape':
      return [doubles(outputs[0]?.shape ?? [], filled(node, outputs[0]?.shape ?? []))]
    case 'Resize':
      return [resized(node, x, third, inputs[3])]
    default:
      throw new Error(`The interpreter does not know ${node.type}.`)
  }
}

/** Runs a graph of plain ONNX operators in double precision, by their definitions and without any haste: the judge of
 *  what the runtimes compute. Gives every value of the graph; an operator that says how others compute it is computed so. */
export function interpret(given: Graph, feeds: ReadonlyMap<string, DoubleArray>): ReadonlyMap<string, DoubleArray> {
  const graph = lowerAll(given)
  const builder = new GraphBuilder(graph.name, graph.opset)
  const names = copyInto(builder, graph)
  const values = new Map<string, DoubleArray>(feeds)
  for (const [name, tensor] of graph.constants) values.set(name, doubles(tensor.shape, numbersOf(tensor)))
  for (const node of graph.nodes) {
    const types = node.outputs.map((output) => builder.typeOf(names.get(output) ?? ''))
    const inputs = node.inputs.map((input) => values.get(input) as DoubleArray)
    for (const [index, value] of computed(node, inputs, types).entries()) {
      const expected = types[index]?.shape ?? []
      if (value.data.length !== elementCount(expected))
        throw new Error(`${node.type} gave ${value.data.length} values for [${expected}].`)
      values.set(node.outputs[index] ?? '', { shape: expected, data: value.data })
    }
  }
  return values
}
