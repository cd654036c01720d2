import type { Attribute, Graph, GraphNode, OnnxModel, ValueInfo } from '../graph/types.ts'
import type { Tensor } from '../tensor.ts'
import { attributeTypes, dataTypes, fields, irVersion, otherDomainVersion } from './schema.ts'
import { WireWriter } from './wire-writer.ts'

/** The bytes of an .onnx file. Weights go in as raw little-endian data; the file must stay under protobuf's 2 GiB. */
export function writeOnnx(model: OnnxModel): Uint8Array<ArrayBuffer> {
  const { graph, metadata } = model
  const writer = new WireWriter()
  writer.integer(fields.model.irVersion, irVersion)
  writer.text(fields.model.producerName, 'regrade')
  writer.message(fields.model.graph, (inner) => writeGraph(inner, graph))
  writeOpset(writer, '', graph.opset)
  for (const domain of new Set(graph.nodes.map((node) => node.domain))) {
    if (domain !== '') writeOpset(writer, domain, otherDomainVersion)
  }
  for (const [key, value] of metadata) writeMetadata(writer, key, value)
  return writer.finish()
}

/** One more entry of an .onnx file's metadata, to be put after its last byte: fields of a message may come in any order.
 *  Source: protobuf.dev, "Encoding". */
export function metadataField(key: string, value: string): Uint8Array<ArrayBuffer> {
  const writer = new WireWriter()
  writeMetadata(writer, key, value)
  return writer.finish()
}

function writeMetadata(writer: WireWriter, key: string, value: string): void {
  writer.message(fields.model.metadata, (entry) => {
    entry.text(fields.entry.key, key)
    entry.text(fields.entry.value, value)
  })
}

function writeOpset(writer: WireWriter, domain: string, version: number): void {
  writer.message(fields.model.opsetImport, (opset) => {
    opset.text(fields.opset.domain, domain)
    opset.integer(fields.opset.version, version)
  })
}

function writeGraph(writer: WireWriter, graph: Graph): void {
  for (const node of graph.nodes) writer.message(fields.graph.node, (inner) => writeNode(inner, node))
  writer.text(fields.graph.name, graph.name)
  for (const [name, tensor] of graph.constants) {
    writer.message(fields.graph.initializer, (inner) => writeTensor(inner, name, tensor))
  }
  for (const input of graph.inputs) writer.message(fields.graph.input, (inner) => writeValueInfo(inner, input))
  for (const output of graph.outputs) writer.message(fields.graph.output, (inner) => writeValueInfo(inner, output))
}

function writeNode(writer: WireWriter, node: GraphNode): void {
  for (const input of node.inputs) writer.text(fields.node.input, input)
  for (const output of node.outputs) writer.text(fields.node.output, output)
  writer.text(fields.node.name, node.name)
  writer.text(fields.node.type, node.type)
  for (const [name, attribute] of Object.entries(node.attributes)) {
    writer.message(fields.node.attribute, (inner) => writeAttribute(inner, name, attribute))
  }
  if (node.domain !== '') writer.text(fields.node.domain, node.domain)
}

function writeAttribute(writer: WireWriter, name: string, attribute: Attribute): void {
  writer.text(fields.attribute.name, name)
  switch (attribute.kind) {
    case 'int':
      writer.integer(fields.attribute.int, attribute.value)
      break
    case 'float':
      writer.float(fields.attribute.float, attribute.value)
      break
    case 'string':
      writer.text(fields.attribute.string, attribute.value)
      break
    case 'ints':
      writer.packedIntegers(fields.attribute.ints, attribute.value)
      break
    case 'floats':
      writer.packedFloats(fields.attribute.floats, attribute.value)
      break
    case 'strings':
      for (const value of attribute.value) writer.text(fields.attribute.strings, value)
      break
    case 'tensor':
      writer.message(fields.attribute.tensor, (inner) => writeTensor(inner, '', attribute.value))
      break
  }
  writer.integer(fields.attribute.type, attributeTypes[attribute.kind])
}

function writeTensor(writer: WireWriter, name: string, tensor: Tensor): void {
  writer.packedIntegers(fields.tensor.dims, tensor.shape)
  writer.integer(fields.tensor.dataType, dataTypes[tensor.type])
  if (name !== '') writer.text(fields.tensor.name, name)
  const { buffer, byteOffset, byteLength } = tensor.data
  writer.bytes(fields.tensor.rawData, new Uint8Array(buffer, byteOffset, byteLength))
}

function writeValueInfo(writer: WireWriter, info: ValueInfo): void {
  writer.text(fields.valueInfo.name, info.name)
  writer.message(fields.valueInfo.type, (type) => {
    type.message(fields.type.tensor, (tensor) => {
      tensor.integer(fields.tensorType.elementType, dataTypes[info.type])
      tensor.message(fields.tensorType.shape, (shape) => {
        for (const dimension of info.shape) {
          shape.message(fields.shape.dimension, (inner) => {
            if (typeof dimension === 'number') inner.integer(fields.dimension.value, dimension)
            else if (dimension !== null) inner.text(fields.dimension.parameter, dimension)
          })
        }
      })
    })
  })
}
