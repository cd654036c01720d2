import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'
import type { Attribute, Graph, GraphNode, OnnxModel, ValueInfo } from '../graph/types.ts'
import type { Tensor } from '../tensor.ts'
import { type ExternalData, noExternalData } from './external-data.ts'
import { attributeTypes, fields } from './schema.ts'
import { append, elementTypeOf, readEntry, readTensor } from './tensor-reader.ts'
import { bytesOf, floatsOf, integersOf, numberOf, textOf, wireFields } from './wire-reader.ts'

/** Reads an .onnx file. Constant nodes become constants, and constants that are also declared as inputs (older files)
 *  are no inputs. Every value must be defined once and before it is used. `external` gives weights that lie in files of
 *  their own.
 *  Throws `AppError('model_unreadable')` for what is no ONNX model, `AppError('operator_unsupported')` for subgraphs. */
export function readOnnx(bytes: Uint8Array, external: ExternalData = noExternalData): OnnxModel {
  const metadata = new Map<string, string>()
  let opset: number | undefined
  let graphBytes: Uint8Array | undefined
  for (const field of wireFields(bytes)) {
    if (field.number === fields.model.graph) graphBytes = bytesOf(field)
    else if (field.number === fields.model.opsetImport) opset = readOpset(bytesOf(field)) ?? opset
    else if (field.number === fields.model.metadata) metadata.set(...readEntry(bytesOf(field)))
    else if (field.number === fields.model.functions) {
      throw new AppError(
        'operator_unsupported',
        'The model defines functions of its own, which is not supported. Export it by torch.onnx.export(…, dynamo=False), or write its functions out with onnx.inliner.inline_local_functions.',
      )
    }
  }
  if (graphBytes === undefined || opset === undefined) {
    throw new AppError('model_unreadable', 'The file is not an ONNX model: it holds no graph.')
  }
  const { graph, halfPrecision } = readGraph(graphBytes, opset, external)
  checkDefinitions(graph)
  return { graph, metadata, ...(halfPrecision && { halfPrecision }) }
}

/** The version of ONNX's own operator set, undefined for another domain's. */
function readOpset(bytes: Uint8Array): number | undefined {
  let domain = ''
  let version = 1
  for (const field of wireFields(bytes)) {
    if (field.number === fields.opset.domain) domain = textOf(field)
    else if (field.number === fields.opset.version) version = numberOf(field)
  }
  return domain === '' || domain === 'ai.onnx' ? version : undefined
}

function readGraph(
  bytes: Uint8Array,
  opset: number,
  external: ExternalData,
): { readonly graph: Graph; readonly halfPrecision: boolean } {
  const constants = new Map<string, Tensor>()
  const nodes: GraphNode[] = []
  const inputs: ValueInfo[] = []
  const outputs: ValueInfo[] = []
  let name = ''
  let halfPrecision = false
  for (const field of wireFields(bytes)) {
    if (field.number === fields.graph.name) name = textOf(field)
    else if (field.number === fields.graph.node) nodes.push(readNode(bytesOf(field), external))
    else if (field.number === fields.graph.input) inputs.push(readValueInfo(bytesOf(field)))
    else if (field.number === fields.graph.output) outputs.push(readValueInfo(bytesOf(field)))
    else if (field.number === fields.graph.initializer) {
      const constant = readTensor(bytesOf(field), external)
      constants.set(constant.name, constant.tensor)
      halfPrecision ||= constant.half
    } else if (field.number === fields.graph.sparseInitializer) {
      throw new AppError('model_unreadable', 'Sparse weights are not supported.')
    }
  }
  const computed = nodes.filter((node) => {
    const value = node.type === 'Constant' ? constantOf(node) : undefined
    if (value !== undefined) constants.set(node.outputs[0] ?? '', value)
    return value === undefined
  })
  const given = inputs.filter((input) => !constants.has(input.name))
  return { graph: { name, opset, constants, nodes: computed, outputs, inputs: given }, halfPrecision }
}

function constantOf(node: GraphNode): Tensor | undefined {
  const { value, value_float: single, value_floats: singles, value_int: whole, value_ints: wholes } = node.attributes
  if (value?.kind === 'tensor') return value.value
  if (single?.kind === 'float') return { type: 'float32', shape: [], data: Float32Array.of(single.value) }
  if (singles?.kind === 'floats') {
    return { type: 'float32', shape: [singles.value.length], data: Float32Array.from(singles.value) }
  }
  if (whole?.kind === 'int') return { type: 'int64', shape: [], data: BigInt64Array.of(BigInt(whole.value)) }
  if (wholes?.kind === 'ints') {
    return { type: 'int64', shape: [wholes.value.length], data: BigInt64Array.from(wholes.value, BigInt) }
  }
  return undefined
}

function readNode(bytes: Uint8Array, external: ExternalData): GraphNode {
  const inputs: string[] = []
  const outputs: string[] = []
  const attributes: Record<string, Attribute> = {}
  let [name, type, domain] = ['', '', '']
  for (const field of wireFields(bytes)) {
    if (field.number === fields.node.input) inputs.push(textOf(field))
    else if (field.number === fields.node.output) outputs.push(textOf(field))
    else if (field.number === fields.node.name) name = textOf(field)
    else if (field.number === fields.node.type) type = textOf(field)
    else if (field.number === fields.node.domain) domain = textOf(field)
    else if (field.number === fields.node.attribute) {
      const [key, attribute] = readAttribute(bytesOf(field), type, external)
      Object.defineProperty(attributes, key, { value: attribute, enumerable: true })
    }
  }
  return { name, type, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes }
}

function readAttribute(bytes: Uint8Array, operator: string, external: ExternalData): [string, Attribute] {
  let name = ''
  let code = 0
  let single: Attribute | undefined
  const strings: string[] = []
  const lists = { floats: [] as number[], ints: [] as number[] }
  for (const field of wireFields(bytes)) {
    if (field.number === fields.attribute.name) name = textOf(field)
    else if (field.number === fields.attribute.type) code = numberOf(field)
    else if (field.number === fields.attribute.int) single = { kind: 'int', value: numberOf(field) }
    else if (field.number === fields.attribute.float) single = { kind: 'float', value: floatsOf(field)[0] ?? 0 }
    else if (field.number === fields.attribute.string) single = { kind: 'string', value: textOf(field) }
    else if (field.number === fields.attribute.tensor)
      single = { kind: 'tensor', value: readTensor(bytesOf(field), external).tensor }
    else if (field.number === fields.attribute.floats) append(lists.floats, floatsOf(field))
    else if (field.number === fields.attribute.ints) append(lists.ints, integersOf(field).map(Number))
    else if (field.number === fields.attribute.strings) strings.push(textOf(field))
  }
  if (code === attributeTypes.floats) return [name, { kind: 'floats', value: lists.floats }]
  if (code === attributeTypes.ints) return [name, { kind: 'ints', value: lists.ints }]
  if (code === attributeTypes.strings) return [name, { kind: 'strings', value: strings }]
  if (single !== undefined && attributeTypes[single.kind] === code) return [name, single]
  // Proto3 leaves out fields that are zero.
  if (code === attributeTypes.int) return [name, { kind: 'int', value: 0 }]
  if (code === attributeTypes.float) return [name, { kind: 'float', value: 0 }]
  if (code === attributeTypes.string) return [name, { kind: 'string', value: '' }]
  throw new AppError(
    'operator_unsupported',
    `Attribute ${shortened(name)} of ${shortened(operator)} is of a kind that is not supported.`,
  )
}

function readValueInfo(bytes: Uint8Array): ValueInfo {
  let name = ''
  let info: Omit<ValueInfo, 'name'> = { type: 'float32', shape: [] }
  for (const field of wireFields(bytes)) {
    if (field.number === fields.valueInfo.name) name = textOf(field)
    else if (field.number === fields.valueInfo.type) {
      for (const inner of wireFields(bytesOf(field))) {
        if (inner.number === fields.type.tensor) info = readTensorType(bytesOf(inner))
        else throw new AppError('model_unreadable', `The value ${shortened(name)} is no tensor.`)
      }
    }
  }
  return { name, ...info }
}

function readTensorType(bytes: Uint8Array): Omit<ValueInfo, 'name'> {
  const shape: (number | string | null)[] = []
  let type: ValueInfo['type'] = 'float32'
  for (const field of wireFields(bytes)) {
    if (field.number === fields.tensorType.elementType) type = elementTypeOf(numberOf(field))
    else if (field.number === fields.tensorType.shape) {
      for (const dimension of wireFields(bytesOf(field))) {
        if (dimension.number === fields.shape.dimension) shape.push(readDimension(bytesOf(dimension)))
      }
    }
  }
  return { type, shape }
}

function readDimension(bytes: Uint8Array): number | string | null {
  for (const field of wireFields(bytes)) {
    if (field.number === fields.dimension.parameter) return textOf(field)
    if (field.number !== fields.dimension.value) continue
    const value = numberOf(field)
    if (value < 0 || value > 2 ** 31) throw new AppError('model_unreadable', `A dimension of ${value} makes no sense.`)
    return value
  }
  return null
}

/** Throws where a value is defined twice, or used by a node that comes before its definition. */
function checkDefinitions(graph: Graph): void {
  const defined = new Set(['', ...graph.constants.keys()])
  const define = (name: string) => {
    if (defined.has(name)) throw new AppError('model_unreadable', `The value ${shortened(name)} is defined twice.`)
    defined.add(name)
  }
  const use = (name: string) => {
    if (!defined.has(name))
      throw new AppError('model_unreadable', `The value ${shortened(name)} is used before it is defined.`)
  }
  for (const input of graph.inputs) define(input.name)
  for (const node of graph.nodes) {
    for (const input of node.inputs) use(input)
    for (const output of node.outputs) if (output !== '') define(output)
  }
  for (const output of graph.outputs) use(output.name)
}
