import type { ElementType, Shape, Tensor } from '../tensor.ts'

/** One attribute of a node, as ONNX has them. */
export type Attribute =
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensor'; readonly value: Tensor }

export type Attributes = Readonly<Record<string, Attribute>>

/** One operation. `domain` '' is ONNX's own; '' among `inputs` is an optional input left out. */
export interface GraphNode {
  readonly name: string
  readonly type: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

/** What is known of a value: a concrete shape, and its element type. */
export interface ValueType {
  readonly type: ElementType
  readonly shape: Shape
}

/** A graph's input or output as its file declares it. A string is a named free dimension; null is unknown. */
export interface ValueInfo {
  readonly name: string
  readonly type: ElementType
  readonly shape: readonly (number | string | null)[]
}

/** A network, or one step of its training, as data. `nodes` are in topological order. */
export interface Graph {
  readonly name: string
  /** Version of ONNX's own operator set that the nodes are written in. */
  readonly opset: number
  readonly inputs: readonly ValueInfo[]
  readonly outputs: readonly ValueInfo[]
  readonly constants: ReadonlyMap<string, Tensor>
  readonly nodes: readonly GraphNode[]
}

/** A graph with the key-value notes an ONNX file carries. */
export interface OnnxModel {
  readonly graph: Graph
  readonly metadata: ReadonlyMap<string, string>
  /** Whether its file has weights in half precision, which become float32. */
  readonly halfPrecision?: boolean
}

/** Domain of the operators that exist only between a network and its lowering; never in a file. */
export const internalDomain = 'regrade'

export const int = (value: number): Attribute => ({ kind: 'int', value })
export const float = (value: number): Attribute => ({ kind: 'float', value })
export const text = (value: string): Attribute => ({ kind: 'string', value })
export const ints = (value: readonly number[]): Attribute => ({ kind: 'ints', value })
