import type { ElementType } from '../tensor.ts'

/** Field numbers of the messages of onnx.proto3 (github.com/onnx/onnx, ir_version 8) that this room reads and writes. */
export const fields = {
  model: { irVersion: 1, producerName: 2, producerVersion: 3, graph: 7, opsetImport: 8, metadata: 14, functions: 25 },
  opset: { domain: 1, version: 2 },
  entry: { key: 1, value: 2 },
  graph: { node: 1, name: 2, initializer: 5, input: 11, output: 12, sparseInitializer: 15 },
  node: { input: 1, output: 2, name: 3, type: 4, attribute: 5, domain: 7 },
  attribute: { name: 1, float: 2, int: 3, string: 4, tensor: 5, floats: 7, ints: 8, strings: 9, type: 20 },
  tensor: {
    dims: 1,
    dataType: 2,
    floatData: 4,
    int32Data: 5,
    int64Data: 7,
    name: 8,
    rawData: 9,
    doubleData: 10,
    externalData: 13,
    dataLocation: 14,
  },
  valueInfo: { name: 1, type: 2 },
  type: { tensor: 1 },
  tensorType: { elementType: 1, shape: 2 },
  shape: { dimension: 1 },
  dimension: { value: 1, parameter: 2 },
} as const

/** AttributeProto.AttributeType. */
export const attributeTypes = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7, strings: 8 } as const

/** TensorProto.DataType of the element types this room keeps. */
export const dataTypes = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
} as const satisfies Record<ElementType, number>

/** DataTypes that are read as float32, which holds them exactly. */
export const halfTypes = { float16: 10, bfloat16: 16 } as const

/** Names of the DataTypes that are not kept, as a person who exported the file knows them. */
export const otherTypes: ReadonlyMap<number, string> = new Map([
  [3, 'INT8'],
  [4, 'UINT16'],
  [5, 'INT16'],
  [8, 'STRING'],
  [12, 'UINT32'],
  [13, 'UINT64'],
  [14, 'COMPLEX64'],
  [15, 'COMPLEX128'],
  [17, 'FLOAT8'],
  [18, 'FLOAT8'],
  [19, 'FLOAT8'],
  [20, 'FLOAT8'],
  [21, 'UINT4'],
  [22, 'INT4'],
])

export const irVersion = 8

/** Version of each operator set besides ONNX's own that a graph may draw on. */
export const otherDomainVersion = 1
