import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { defaultOpset, GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph } from '../graph/types.ts'
import type { HeadKind } from '../heads/head.ts'
import { findHead } from '../heads/registry.ts'
import type { Network } from '../network.ts'
import { oedemaOutput } from '../oedema-output.ts'
import { elementCount, type Shape, type TensorMap } from '../tensor.ts'
import { markedBatch } from './batch-size.ts'
import { groupWeights } from './groups.ts'
import { classifierPart } from './port.ts'
import { findWeights, separateWeights } from './weights.ts'
import { writeForeignNode } from './write-node.ts'

export interface ImportedNetwork {
  readonly network: Network
  /** The file's weights: every one of the network's parameters. */
  readonly parameters: TensorMap
}

export interface ImportOptions {
  /** What the network shall be called. */
  readonly architecture: string
  /** Side of the input, pixels; the file's own where not given. */
  readonly size?: number | undefined
  /** What the logits mean: a class each, where not given. */
  readonly head?: HeadKind | undefined
  /** Classes that the logits tell apart; as many as there are logits, where not given. */
  readonly classes?: number | undefined
  /** Keep the second output, where the file has one that tells oedema risks. */
  readonly oedema?: boolean | undefined
}

/** Operator sets that are understood: the oldest whose axes are inputs, to the newest that PyTorch writes. */
const opsets = { oldest: 13, newest: 20 }

/** Values of one photograph in any place of a network: a GiB of float32, many times what the largest takes. */
const mostPerImage = 2 ** 28

/** Names that every network has. */
const ownNames = new Set(['image', 'logits'])

/** A classifier's graph from elsewhere as a network that can be trained: its weights become parameters under their
 *  names, its batch free, its nodes those of one operator set; dropout becomes a place of noise, and arithmetic on
 *  shapes is done. Throws `AppError('operator_unsupported')` naming what is not understood, `AppError('model_unreadable')`
 *  for what is no classifier of photographs. */
export function importNetwork(foreign: Graph, options: ImportOptions): ImportedNetwork {
  try {
    return writeNetwork(foreign, options)
  } catch (error) {
    throw error instanceof AppError ? inWords(error, foreign, options) : error
  }
}

/** The failure without the mark of the batch, and with the size where that is not the file's own. */
function inWords(error: AppError, { inputs }: Graph, { size }: ImportOptions): AppError {
  const { code, details } = error
  const own = inputs[0]?.shape[2]
  const resized = size !== undefined && typeof own === 'number' && own !== size
  const why = resized ? `The model was made for images of ${own}×${own} pixels, not ${size}×${size}: ` : ''
  return new AppError(code, why + error.message.replaceAll(`${markedBatch}`, 'n'), { cause: error, details })
}

function writeNetwork(foreign: Graph, options: ImportOptions): ImportedNetwork {
  const { architecture, size, head = 'softmax' } = options
  if (foreign.opset < opsets.oldest || foreign.opset > opsets.newest) {
    throw new AppError(
      'operator_unsupported',
      `The model is written in ONNX's operator set ${foreign.opset}; ${opsets.oldest} to ${opsets.newest} are understood.`,
    )
  }
  const { graph: part, port } = classifierPart(foreign, size, options.oedema ? [oedemaOutput] : [])
  const graph = separateWeights(part)
  const weights = findWeights(graph)
  const builder = new GraphBuilder(architecture, defaultOpset)
  const free = (name: string) => builder.freeName(ownNames.has(name) ? `${name}.inner` : name)
  const image = { type: 'float32', shape: [markedBatch, 3, port.size, port.size] } as const
  const names = new Map([['', '']])
  names.set(port.image, builder.input('image', image, ['n', 3, port.size, port.size]))
  for (const { name, value } of weights) names.set(name, builder.input(free(name), value))
  for (const [name, tensor] of graph.constants) {
    if (!names.has(name)) names.set(name, builder.constant(tensor, free(name)))
  }
  const shapes = graph.nodes.map((node): Shape => {
    const outputs = node.outputs.map((output) => (output === port.logits ? 'logits' : free(output)))
    writeForeignNode(builder, node, { names, outputs, batch: port.batch })
    return requireSensible(builder.shapeOf(names.get(node.outputs[0] ?? '') ?? ''))
  })
  const logits = alias(builder, names.get(port.logits) ?? '', 'logits')
  const outputs = outputsOf(builder.shapeOf(logits))
  const classes = options.classes ?? outputs
  if (findHead(head).logits(classes) !== outputs) {
    throw new AppError(
      'model_unreadable',
      `The model's ${outputs} outputs do not tell ${classes} classes apart by ${head}.`,
    )
  }
  builder.output(logits, ['n', outputs])
  const oedema = part.outputs.length > 1
  if (oedema) builder.output(alias(builder, names.get(oedemaOutput) ?? '', oedemaOutput), ['n', oedemaRiskCount])
  const groups = groupWeights(weights, graph.nodes, shapes, port.size)
  const named = weights.map((weight, index) => ({
    ...weight,
    name: names.get(weight.name) as string,
    group: groups[index] ?? 'middle',
  }))
  return {
    network: {
      architecture,
      size: port.size,
      classes,
      head,
      ...(oedema && { oedema }),
      graph: removeDeadNodes(builder.build()),
      parameters: named.map(({ name, value: { shape }, role, group, initial }) => ({
        name,
        shape,
        role,
        group,
        initial,
      })),
    },
    parameters: new Map(named.map(({ name, value }) => [name, value])),
  }
}

function requireSensible(shape: Shape): Shape {
  const perImage = elementCount(shape) / markedBatch
  if (perImage <= mostPerImage) return shape
  throw new AppError('model_unreadable', `The model computes ${perImage} values of one image at once; that is refused.`)
}

function outputsOf([batch, outputs, ...others]: Shape): number {
  if (batch === undefined || outputs === undefined || outputs < 1 || others.length > 0) {
    throw new AppError('model_unreadable', 'The model does not give one row of class scores an image.')
  }
  if (batch !== markedBatch) {
    const why = 'The number of rows that the model gives does not follow the number of images'
    throw new AppError('model_unreadable', `${why}; export it with a free batch.`)
  }
  return outputs
}
