import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { GraphBuilder } from './graph/builder.ts'
import { copyInto } from './graph/copy.ts'
import { type Graph, type GraphNode, int } from './graph/types.ts'
import type { ModelDescription } from './model-file.ts'
import type { Network, ParameterSpec } from './network.ts'

/** What the second output is called, in a network's graph and in its file. */
export const oedemaOutput = 'oedema'

/** The network with a second output, `oedema` [n,3]: a linear layer beside that of the logits, over the same features, masks
 *  included. It starts at zero, and its parameters come last, so that all else starts as it would without. A network that has
 *  it stays as it is. Throws `AppError('operator_unsupported')` where the logits are made by no linear layer. */
export function withOedemaOutput(network: Network): Network {
  if (network.oedema) return network
  const { graph } = network
  const builder = new GraphBuilder(graph.name, graph.opset)
  const names = copyInto(builder, graph)
  const found = featuresOf(graph.nodes, 'logits')
  const features = found && names.get(found)
  const channels = features && builder.shapeOf(features)[1]
  if (!features || !channels) {
    throw new AppError(
      'operator_unsupported',
      `The network ${network.architecture} does not end in a linear layer, so nothing can be learnt beside its grades.`,
    )
  }
  const parameter = (part: string, shape: readonly number[]): ParameterSpec => {
    const name = builder.input(`${oedemaOutput}.${part}`, { type: 'float32', shape })
    return { name, shape, role: 'trainable', group: 'head', initial: { kind: 'zeros' } }
  }
  const own = [parameter('weight', [oedemaRiskCount, channels]), parameter('bias', [oedemaRiskCount])]
  const inputs = [features, ...own.map(({ name }) => name)]
  builder.node('Gemm', inputs, { attributes: { transB: int(1) }, outputs: [oedemaOutput] })
  for (const { name, shape } of graph.outputs) builder.output(names.get(name) ?? name, shape)
  builder.output(oedemaOutput, ['n', oedemaRiskCount])
  return { ...network, oedema: true, graph: builder.build(), parameters: [...network.parameters, ...own] }
}

/** Whether a parameter is the second output's own. */
export function isOedemaParameter(name: string): boolean {
  return name.startsWith(`${oedemaOutput}.`)
}

/** What the linear layer behind a value takes. */
function featuresOf(nodes: readonly GraphNode[], value: string): string | undefined {
  const maker = nodes.find(({ outputs }) => outputs.includes(value))
  switch (maker?.type) {
    case 'Gemm':
    case 'MatMul':
      return maker.inputs[0]
    case 'Identity':
    case 'Add':
      return maker.inputs.map((input) => featuresOf(nodes, input)).find((features) => features !== undefined)
    default:
      return undefined
  }
}

/** Whether a model tells oedema risks apart besides grades. Throws `AppError('model_unreadable')` where it says so and gives
 *  nothing of the kind. */
export function givesOedema(graph: Graph, description: ModelDescription | undefined): boolean {
  if (description?.oedema === undefined) return false
  const output = graph.outputs.find(({ name }) => name === oedemaOutput)
  if (output?.shape.length === 2 && output.shape[1] === oedemaRiskCount) return true
  throw new AppError('model_unreadable', 'The model says that it gives oedema risks, and has no such output.')
}
