import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import { defaultOpset, GraphBuilder } from '../graph/builder.ts'
import { alias } from '../graph/copy.ts'
import { removeDeadNodes } from '../graph/passes/dead-nodes.ts'
import type { Graph } from '../graph/types.ts'
import type { Network } from '../network.ts'
import { oedemaOutput } from '../oedema-output.ts'
import { unquantised } from '../onnx/tensor-reader.ts'
import { elementCount, type Shape, type TensorMap } from '../tensor.ts'
import { markedBatch } from './batch-size.ts'
import { groupWeights } from './groups.ts'
import { type LogitOptions, stepsAlone, writeLogits } from './logits.ts'
import { withColumns } from './outputs.ts'
import { classifierPart } from './port.ts'
import { findWeights, separateWeights } from './weights.ts'
import { writeForeignNode } from './write-node.ts'

export interface ImportedNetwork {
  readonly network: Network
  /** The file's weights: every one of the network's parameters. */
  readonly parameters: TensorMap
}

export interface ImportOptions extends LogitOptions {
  /** What the network shall be called. */
  readonly architecture: string
  /** Side of the input, pixels; the file's own where not given. */
  readonly size?: number | undefined
  /** Keep the second output, where the file has one that tells oedema risks. */
  readonly oedema?: boolean | undefined
}

/** Operator sets that are understood: the oldest whose axes are inputs, to the newest there is. Sets 21 to 25 gave operators known
 *  here more element types, and no other meaning. */
const opsets = { oldest: 13, newest: 25 }

/** What a quantised file computes with. */
const quantised = /^(QLinear|QGemm|QAttention|QuantizeLinear|DequantizeLinear|DynamicQuantize)|Integer$/

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

/** The failure without the mark of the batch, with the size where that is not the file's own, and with what to do about an
 *  operator. */
function inWords(error: AppError, { inputs }: Graph, { size }: ImportOptions): AppError {
  const { code, details } = error
  const own = inputs[0]?.shape[2]
  const resized = size !== undefined && typeof own === 'number' && own !== size
  const why = resized ? `The model was made for images of ${own}×${own} pixels, not ${size}×${size}: ` : ''
  const message = why + error.message.replaceAll(`${markedBatch}`, 'n')
  return new AppError(code, message + wayOut(error), { cause: error, details })
}

function wayOut({ code, details }: AppError): string {
  const { operator } = details
  if (code !== 'operator_unsupported' || typeof operator !== 'string') return ''
  return operator.startsWith('com.microsoft')
    ? ' The file was made over for ONNX Runtime; import the one before that.'
    : ''
}

function writeNetwork(foreign: Graph, options: ImportOptions): ImportedNetwork {
  const { architecture, size } = options
  if (foreign.opset < opsets.oldest || foreign.opset > opsets.newest) {
    throw new AppError(
      'operator_unsupported',
      `The model is written in ONNX's operator set ${foreign.opset}; ${opsets.oldest} to ${opsets.newest} are understood. Export it with opset_version=17.`,
    )
  }
  const whole = foreign.nodes.find(({ type }) => quantised.test(type))
  if (whole) {
    const message = `The model is quantised (it computes with ${whole.type}), and learns no more. ${unquantised}`
    throw new AppError('operator_unsupported', message)
  }
  const { graph: part, port } = classifierPart(foreign, {
    ...{ size, head: options.head },
    besides: options.oedema ? [oedemaOutput] : [],
  })
  const separate = separateWeights(part)
  const order = options.order ?? stepsAlone(separate, port.logits, options)
  const ordered = order && withColumns(separate, port.logits, order)
  const graph = ordered ?? separate
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
  const rest = { ...options, order: ordered ? undefined : options.order }
  const plain = !rest.order && !rest.logarithm
  const shapes = graph.nodes.map((node): Shape => {
    const outputs = node.outputs.map((output) => (output === port.logits && plain ? 'logits' : free(output)))
    writeForeignNode(builder, node, { names, outputs, batch: port.batch })
    return requireSensible(builder.shapeOf(names.get(node.outputs[0] ?? '') ?? ''))
  })
  const { head, classes } = writeLogits(builder, names.get(port.logits) ?? '', rest)
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
