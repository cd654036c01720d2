import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { type Attributes, type Graph, int } from '../graph/types.ts'
import type { Shape, Tensor } from '../tensor.ts'
import { type DoubleArray, doubles } from './array.ts'
import { randomTensor } from './random-tensors.ts'

/** One operator with inputs of given shapes, whose gradient by each of them is judged. */
export interface GradientCase {
  readonly type: string
  readonly note?: string
  readonly domain?: string
  readonly inputs: readonly Shape[]
  readonly attributes?: Attributes
  /** Constant inputs that follow the others; undefined leaves one out. */
  readonly constants?: readonly (Tensor | undefined)[]
  /** How many outputs there are, and which of them the loss sees: the first, unless told otherwise. */
  readonly outputs?: number
  readonly seen?: number
  /** How many of the inputs are differentiated, from the first; all unless told otherwise. */
  readonly wanted?: number
  /** Inputs are made positive, for logarithms and roots. */
  readonly positive?: boolean
  readonly opset?: number
  /** Writes something else than one node of the type, and gives its output. */
  readonly build?: (builder: GraphBuilder, inputs: readonly string[]) => string
}

export const shapes = (...all: readonly Shape[]): readonly Shape[] => all

export interface BuiltCase {
  /** Gives the loss, the output and the gradients. */
  readonly graph: Graph
  readonly loss: string
  /** The gradient's value, by input. */
  readonly gradients: ReadonlyMap<string, string>
}

/** The case as a graph: the loss is the sum of its output, randomly weighted. */
export function builtCase(one: GradientCase): BuiltCase {
  const builder = new GraphBuilder('case', one.opset)
  const inputs = one.inputs.map((shape, index) => builder.input(`x${index}`, { type: 'float32', shape }))
  const constants = (one.constants ?? []).map((tensor) => (tensor === undefined ? '' : builder.constant(tensor)))
  const node = () =>
    builder.node(one.type, [...inputs, ...constants], {
      domain: one.domain ?? '',
      attributes: one.attributes ?? {},
      count: one.outputs ?? 1,
    })[one.seen ?? 0] as string
  const y = one.build?.(builder, inputs) ?? node()
  const weights = builder.constant(randomTensor(builder.shapeOf(y), 99), 'weights')
  const loss = builder.op('ReduceSum', [builder.op('Mul', [y, weights])], { keepdims: int(0) })
  const wanted = inputs.slice(0, one.wanted)
  const all = addGradients(builder, new Map([[loss, builder.scalar(1)]]), wanted)
  const named = (value: string, name: string) => {
    const [output] = builder.node('Identity', [value], { outputs: [name] }) as [string]
    builder.output(output)
    return output
  }
  const gradients = new Map(wanted.map((name) => [name, named(all.get(name) as string, `gradient.${name}`)]))
  named(y, 'y')
  return { graph: builder.build(), loss: named(loss, 'loss'), gradients }
}
/** Values for the inputs of a case, the same every time. */
export function startingValues(one: GradientCase): Map<string, DoubleArray> {
  return new Map(
    one.inputs.map((shape, index) => {
      const values = randomTensor(shape, index + 1).data
      return [`x${index}`, doubles(shape, one.positive ? values.map((value) => Math.abs(value) + 0.5) : values)]
    }),
  )
}

export function titleOf({ type, note, opset }: GradientCase): string {
  return [type, ...(note === undefined ? [] : [note]), ...(opset === undefined ? [] : [`opset ${opset}`])].join(', ')
}
