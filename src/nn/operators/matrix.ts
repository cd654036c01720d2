import { AppError } from '#shared/errors.ts'
import { floatAttribute, intAttribute } from '../graph/attributes.ts'
import type { GraphBuilder } from '../graph/builder.ts'
import { int, ints } from '../graph/types.ts'
import type { Shape } from '../tensor.ts'
import { broadcastShape, reduceTo, sameShape } from './broadcast.ts'
import type { Operator } from './types.ts'

function matrixShape(a: Shape, b: Shape): Shape {
  const [rows, inner] = [a.at(-2), a.at(-1)]
  const [otherInner, columns] = [b.at(-2), b.at(-1)]
  if (a.length < 2 || b.length < 2 || inner !== otherInner || rows === undefined || columns === undefined) {
    throw new AppError('model_unreadable', `Matrices of shapes [${a}] and [${b}] cannot be multiplied.`)
  }
  return [...broadcastShape(a.slice(0, -2), b.slice(0, -2)), rows, columns]
}

/** The last two axes exchanged. */
function transposed(builder: GraphBuilder, x: string): string {
  const rank = builder.shapeOf(x).length
  const order = Array.from({ length: rank }, (_, axis) => axis)
  order.splice(rank - 2, 2, rank - 1, rank - 2)
  return builder.op('Transpose', [x], { perm: ints(order) })
}

/** The factors of a product as matrices: a vector on the left is one row, on the right one column. */
function asMatrices(a: Shape, b: Shape): readonly [Shape, Shape] {
  return [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b]
}

const matMul: Operator = {
  type: 'MatMul',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const other = context.type(1).shape
    const full = matrixShape(...asMatrices(shape, other))
    const rows = shape.length === 1 ? [] : [full.at(-2) as number]
    const columns = other.length === 1 ? [] : [full.at(-1) as number]
    return [{ type, shape: [...full.slice(0, -2), ...rows, ...columns] }]
  },
  gradient: ({ builder, gradient, input, inputType, needs }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const own = [inputType(0).shape, inputType(1).shape] as const
    const [left, right] = asMatrices(...own)
    const shaped = (name: string, shape: Shape) =>
      sameShape(builder.shapeOf(name), shape) ? name : builder.op('Reshape', [name, builder.integers(...shape)])
    const [a, b, d] = [shaped(input(0), left), shaped(input(1), right), shaped(dy, matrixShape(left, right))]
    const da = () => shaped(reduceTo(builder, builder.op('MatMul', [d, transposed(builder, b)]), left), own[0])
    const db = () => shaped(reduceTo(builder, builder.op('MatMul', [transposed(builder, a), d]), right), own[1])
    return [needs(0) ? da() : undefined, needs(1) ? db() : undefined]
  },
}

/** alpha·A'·B' + beta·C, with A' and B' transposed where their flags say so. */
const gemm: Operator = {
  type: 'Gemm',
  domain: '',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const other = context.type(1).shape
    const a = intAttribute(context.node, 'transA', 0) === 1 ? shape.toReversed() : shape
    const b = intAttribute(context.node, 'transB', 0) === 1 ? other.toReversed() : other
    return [{ type, shape: matrixShape(a, b) }]
  },
  gradient: ({ builder, node, gradient, input, inputType, needs }) => {
    const dy = gradient(0)
    if (dy === undefined) return []
    const [alpha, beta] = [floatAttribute(node, 'alpha', 1), floatAttribute(node, 'beta', 1)]
    const [transA, transB] = [intAttribute(node, 'transA', 0), intAttribute(node, 'transB', 0)]
    const scaled = alpha === 1 ? dy : builder.op('Mul', [dy, builder.scalar(alpha)])
    const product = (a: string, b: string, ta: number, tb: number) =>
      builder.op('Gemm', [a, b], { transA: int(ta), transB: int(tb) })
    const da = () => (transA === 1 ? product(input(1), scaled, transB, 1) : product(scaled, input(1), 0, 1 - transB))
    const db = () => (transB === 1 ? product(scaled, input(0), 1, transA) : product(input(0), scaled, 1 - transA, 0))
    const dc = () => {
      const summed = reduceTo(builder, dy, inputType(2).shape)
      return beta === 1 ? summed : builder.op('Mul', [summed, builder.scalar(beta)])
    }
    return [needs(0) ? da() : undefined, needs(1) ? db() : undefined, needs(2) ? dc() : undefined]
  },
}

/** Microsoft's MatMul with transposition flags. */
const fusedMatMul: Operator = {
  type: 'FusedMatMul',
  domain: 'com.microsoft',
  infer: (context) => {
    const { type, shape } = context.type(0)
    const swap = (s: Shape) => [...s.slice(0, -2), s.at(-1) as number, s.at(-2) as number]
    const other = context.type(1).shape
    const a = intAttribute(context.node, 'transA', 0) === 1 ? swap(shape) : shape
    const b = intAttribute(context.node, 'transB', 0) === 1 ? swap(other) : other
    return [{ type, shape: matrixShape(a, b) }]
  },
}

export const matrixOperators: readonly Operator[] = [matMul, gemm, fusedMatMul]
