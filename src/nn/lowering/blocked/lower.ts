import { GraphBuilder } from '../../graph/builder.ts'
import { alias } from '../../graph/copy.ts'
import { removeDeadNodes } from '../../graph/passes/dead-nodes.ts'
import { dropAliases } from '../../graph/passes/drop-aliases.ts'
import { inferTypes } from '../../graph/shapes.ts'
import { type Graph, type GraphNode, internalDomain } from '../../graph/types.ts'
import { findOperator } from '../../operators/registry.ts'
import type { Shape } from '../../tensor.ts'
import { type BlockedRule, convolution, inputGradient } from './convolution.ts'
import {
  add,
  channelDot,
  expand,
  globalAverage,
  multiply,
  relu,
  reluGradient,
  silu,
  siluGradient,
} from './elementwise.ts'
import { concat, split } from './join.ts'
import { maxPoolGradient } from './max-pool.ts'
import { affineNormGradient, batchNormalization, batchNormGradient, batchNormTraining } from './normalisation.ts'
import { findShiftable } from './shiftable.ts'
import { weightGradient } from './weight-gradient.ts'
import { BlockedWriter } from './writer.ts'

/** A value in another shape; writer.reshape keeps a chain of them at one node. */
const reshape: BlockedRule = (writer, node) => {
  const shape = writer.shapeOf(node.outputs[0] as string)
  writer.plainNames.set(node.outputs[0] as string, writer.reshape(writer.plain(node.inputs[0] as string), ...shape))
  return true
}

const rules: Readonly<Record<string, BlockedRule>> = {
  Add: add,
  AffineNormGradient: affineNormGradient,
  BatchNormalization: batchNormalization,
  BatchNormGradient: batchNormGradient,
  BatchNormTraining: batchNormTraining,
  ChannelDot: channelDot,
  Concat: concat,
  Conv: convolution,
  ConvInputGradient: inputGradient,
  ConvWeightGradient: weightGradient,
  Expand: expand,
  GlobalAveragePool: globalAverage,
  MaxPoolGradient: maxPoolGradient,
  Mul: multiply,
  Relu: relu,
  ReluGradient: reluGradient,
  Reshape: reshape,
  Silu: silu,
  SiluGradient: siluGradient,
  Split: split,
}

/** Writes a graph for ONNX Runtime's processor with images kept in blocks of `block` channels. Its runtime does so by
 *  itself only where weights are constant; in training they are not. What has no rule here is written as plain ONNX,
 *  and images are reordered in between. Free dimensions must be bound. */
export function lowerBlocked(graph: Graph, block: number): Graph {
  const builder = new GraphBuilder(graph.name, graph.opset, block)
  const shiftable = findShiftable(
    graph.nodes,
    graph.outputs.map((output) => output.name),
  )
  const writer = new BlockedWriter(builder, block, inferTypes(graph), shiftable)
  for (const input of graph.inputs) {
    const shape = writer.shapeOf(input.name) satisfies Shape
    writer.plainNames.set(input.name, builder.input(input.name, { type: input.type, shape }, input.shape))
  }
  for (const [name, tensor] of graph.constants) writer.plainNames.set(name, builder.constant(tensor, name))
  for (const node of graph.nodes) {
    const rule = node.domain === '' || node.domain === internalDomain ? rules[node.type] : undefined
    if (rule?.(writer, node) !== true) writePlain(writer, node)
  }
  for (const { name } of graph.outputs) builder.output(alias(builder, writer.plain(name), name))
  return dropAliases(removeDeadNodes(builder.build()))
}

function writePlain(writer: BlockedWriter, node: GraphNode): void {
  const inputs = node.inputs.map((input) => writer.plain(input))
  const written =
    node.domain === internalDomain
      ? (findOperator(node.type, node.domain).lower?.(writer.builder, { ...node, inputs }) ?? [])
      : writer.builder.node(node.type, inputs, {
          domain: node.domain,
          attributes: node.attributes,
          outputs: node.outputs.map((output) => writer.builder.freeName(output)),
        })
  for (const [index, output] of node.outputs.entries()) {
    const name = written[index]
    if (name !== undefined && output !== '') writer.plainNames.set(output, name)
  }
}
