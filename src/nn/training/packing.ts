import { AppError } from '#shared/errors.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { int } from '../graph/types.ts'
import type { ParameterGroup, ParameterSpec } from '../network.ts'
import { elementCount, type FloatTensor, float32, floatEntry, type TensorMap } from '../tensor.ts'

/** Parameters laid end to end in one vector, so that a step has few inputs and outputs and the optimizer few nodes. */
export interface Pack {
  readonly name: string
  readonly group: ParameterGroup
  readonly members: readonly ParameterSpec[]
  readonly length: number
}

/** Lays parameters of one group end to end, at most `limit` values a pack; a larger parameter has one of its own. */
export function packParameters(parameters: readonly ParameterSpec[], prefix: string, limit: number): readonly Pack[] {
  const packs: Pack[] = []
  for (const parameter of parameters) {
    const size = elementCount(parameter.shape)
    const last = packs.at(-1)
    if (last !== undefined && last.group === parameter.group && last.length + size <= limit) {
      packs[packs.length - 1] = { ...last, members: [...last.members, parameter], length: last.length + size }
    } else {
      packs.push({ name: `${prefix}.${packs.length}`, group: parameter.group, members: [parameter], length: size })
    }
  }
  return packs
}

/** One pack's vector from the named parameters. Throws `AppError` for one that is missing or of another size. */
export function packed(pack: Pack, values: TensorMap): FloatTensor {
  const data = new Float32Array(pack.length)
  let offset = 0
  for (const { name, shape } of pack.members) {
    const tensor = floatEntry(values, name)
    if (tensor.data.length !== elementCount(shape)) {
      throw new AppError(
        'length_mismatch',
        `Parameter ${name} has ${tensor.data.length} values and needs ${elementCount(shape)}.`,
      )
    }
    data.set(tensor.data, offset)
    offset += tensor.data.length
  }
  return float32(data, [pack.length])
}

/** The named parameters of a pack, copied out of its vector. */
export function unpacked(pack: Pack, vector: FloatTensor): TensorMap {
  let offset = 0
  return new Map(
    pack.members.map(({ name, shape }) => {
      const size = elementCount(shape)
      const tensor = float32(vector.data.slice(offset, offset + size), shape)
      offset += size
      return [name, tensor]
    }),
  )
}

/** Takes a pack apart in the graph: the value of each member, in its own shape. */
export function splitPack(builder: GraphBuilder, pack: Pack, vector: string): ReadonlyMap<string, string> {
  const pieces =
    pack.members.length === 1
      ? [vector]
      : builder.node('Split', [vector, builder.integers(...pack.members.map(({ shape }) => elementCount(shape)))], {
          attributes: { axis: int(0) },
          count: pack.members.length,
        })
  return new Map(
    pack.members.map(({ name, shape }, index) => {
      const piece = pieces[index] as string
      return [name, shape.length === 1 ? piece : builder.op('Reshape', [piece, builder.integers(...shape)])]
    }),
  )
}

/** Lays the values of a pack's members end to end in the graph. */
export function joinPack(builder: GraphBuilder, pack: Pack, values: ReadonlyMap<string, string>): string {
  const pieces = pack.members.map(({ name }) => {
    const value = values.get(name)
    if (value === undefined) throw new AppError('internal', `The step computes nothing for ${name}.`)
    return builder.shapeOf(value).length === 1 ? value : builder.op('Reshape', [value, builder.integers(-1)])
  })
  return pieces.length === 1 ? (pieces[0] as string) : builder.op('Concat', pieces, { axis: int(0) })
}
