import { GraphBuilder } from '../../graph/builder.ts'
import { alias } from '../../graph/copy.ts'
import { removeDeadNodes } from '../../graph/passes/dead-nodes.ts'
import { dropAliases } from '../../graph/passes/drop-aliases.ts'
import { inferTypes } from '../../graph/shapes.ts'
import { type Graph, type GraphNode, internalDomain } from '../../graph/types.ts'
import { findOperator } from '../../operators/registry.ts'
import type { Shape } from '../../tensor.ts'
import { convolution, inputGradient } from './convolution.ts'
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
import { type BlockedRule, plainForm, type Written } from './rule.ts'
import { findShiftable } from './shiftable.ts'
import { weightGradient } from './weight-gradient.ts'
import { BlockedWriter } from './writer.ts'

/** A value in another shape; writer.reshape keeps a chain of them at one node. */
const reshape: BlockedRule = (writer, node) => {
  const shape = writer.shapeOf(node.outputs[0] as string)
  return [plainForm(writer.reshape(writer.plain(node.inputs[0] as string), ...shape))]
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
    const name = builder.input(input.name, { type: input.type, shape }, input.shape)
    writer.forms.define(input.name, plainForm(name))
  }
  for (const [name, tensor] of graph.constants) {
    writer.forms.define(name, plainForm(builder.constant(tensor, name)))
  }
  for (const node of graph.nodes) {
    const rule = node.domain === '' || node.domain === internalDomain ? rules[node.type] : undefined
    const written = rule?.(writer, node) ?? writePlain(writer, node)
    for (const [index, output] of node.outputs.entries()) {
      if (output === '') continue
      for (const form of [written[index] ?? []].flat()) writer.forms.define(output, form)
    }
  }
  for (const { name } of graph.outputs) builder.output(alias(builder, writer.plain(name), name))
  return dropAliases(removeDeadNodes(builder.build()))
}

function writePlain(writer: BlockedWriter, node: GraphNode): Written {
  const inputs = node.inputs.map((input) => writer.plain(input))
  const written =
    node.domain === internalDomain
      ? (findOperator(node.type, node.domain).lower?.(writer.builder, { ...node, inputs }) ?? [])
      : writer.builder.node(node.type, inputs, {
          domain: node.domain,
          attributes: node.attributes,
          outputs: node.outputs.map((output) => writer.builder.freeName(output)),
        })
  return written.map((name) => (name === undefined ? [] : plainForm(name)))
}
