import { floatAttribute } from '../graph/attributes.ts'
import type { GraphNode } from '../graph/types.ts'
import { broadcastShape } from '../operators/broadcast.ts'
import { type DoubleArray, doubles, eachPlace, positionIn } from './array.ts'

export const binary: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Max: Math.max,
  Min: Math.min,
  Equal: (a, b) => (a === b ? 1 : 0),
  Greater: (a, b) => (a > b ? 1 : 0),
  Less: (a, b) => (a < b ? 1 : 0),
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** 2/√π·exp(-x²)·Σ 2ⁿ·x²ⁿ⁺¹/(2n+1)!!, whose terms are all of one sign. */
function erf(x: number): number {
  let [term, total] = [x, x]
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(total); n++) {
    term *= (2 * x * x) / (2 * n + 1)
    total += term
  }
  return ((2 * total) / Math.sqrt(Math.PI)) * Math.exp(-x * x)
}

export const unary: Readonly<Record<string, (x: number, node: GraphNode) => number>> = {
  Neg: (x) => -x,
  Sqrt: Math.sqrt,
  Exp: Math.exp,
  Log: Math.log,
  Reciprocal: (x) => 1 / x,
  Abs: Math.abs,
  Sign: Math.sign,
  Floor: Math.floor,
  Ceil: Math.ceil,
  Erf: erf,
  Dropout: (x) => x,
  Sigmoid: sigmoid,
  Tanh: Math.tanh,
  Relu: (x) => Math.max(x, 0),
  LeakyRelu: (x, node) => (x < 0 ? x * floatAttribute(node, 'alpha', 0.01) : x),
  HardSigmoid: (x, node) =>
    Math.min(Math.max(x * floatAttribute(node, 'alpha', 0.2) + floatAttribute(node, 'beta', 0.5), 0), 1),
  HardSwish: (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
  QuickGelu: (x, node) => x * sigmoid(x * floatAttribute(node, 'alpha', 1.702)),
}

/** One value from each pair, the shapes broadcast. */
export function elementwise(a: DoubleArray, b: DoubleArray, f: (a: number, b: number) => number): DoubleArray {
  const result = doubles(broadcastShape(a.shape, b.shape))
  eachPlace(result.shape, (place, index) => {
    result.data[index] = f(a.data[positionIn(a.shape, place)] as number, b.data[positionIn(b.shape, place)] as number)
  })
  return result
}
