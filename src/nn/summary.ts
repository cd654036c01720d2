import { GraphBuilder } from './graph/builder.ts'
import { copyInto } from './graph/copy.ts'
import type { Network } from './network.ts'
import { elementCount } from './tensor.ts'

export interface NetworkSummary {
  readonly parameters: number
  /** Of one photograph, in convolutions and matrix products. */
  readonly multiplyAdds: number
  /** Layers with weights. */
  readonly layers: number
  readonly inputSize: number
}

/** What a network costs, before it is trained. Running statistics are no parameters, as torchvision counts. */
export function summarise(network: Network): NetworkSummary {
  const builder = new GraphBuilder('summary', network.graph.opset)
  const names = copyInto(builder, network.graph)
  const shapeOf = (name: string | undefined) => builder.shapeOf(names.get(name ?? '') ?? '')
  let multiplyAdds = 0
  let layers = 0
  for (const node of network.graph.nodes) {
    if (node.type !== 'Conv' && node.type !== 'Gemm') continue
    const weight = shapeOf(node.inputs[1])
    const output = shapeOf(node.outputs[0])
    layers++
    multiplyAdds +=
      node.type === 'Conv'
        ? (elementCount(output) * elementCount(weight)) / (weight[0] as number)
        : elementCount(weight)
  }
  const trainable = network.parameters.filter((parameter) => parameter.role === 'trainable')
  return {
    parameters: trainable.reduce((sum, parameter) => sum + elementCount(parameter.shape), 0),
    multiplyAdds,
    layers,
    inputSize: network.size,
  }
}
