import { AppError } from '#shared/errors.ts'
import { type ClassifierPort, classifierPort } from './classifier.ts'
import { addGradients } from './gradient.ts'
import { GraphBuilder } from './graph/builder.ts'
import { alias, copyInto, renamed, rewriteGraph } from './graph/copy.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { type Graph, internalDomain } from './graph/types.ts'
import { type LogitReader, logitReader } from './heads/registry.ts'
import { lowerPortable } from './lowering/portable.ts'
import { decodeModel } from './model-file.ts'
import { writeOnnx } from './onnx/writer.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { type SaliencyLayer, saliencyLayers } from './saliency-layers.ts'
import { float32, floatEntry } from './tensor.ts'

/** What one layer shows, [channels,height,width] each. */
export interface LayerView extends SaliencyLayer {
  /** What it gave. */
  readonly activations: Float32Array
  /** Gradient of the evidence by it. */
  readonly gradients: Float32Array
}

export interface Explanation {
  /** Of the layers that were asked for, in their order. */
  readonly views: readonly LayerView[]
  /** What speaks for the explained grades: what was differentiated. */
  readonly evidence: number
  readonly logits: Float32Array
  /** [classes]. */
  readonly probabilities: Float32Array
}

/** A model loaded to be explained by some of its layers. Calls must not overlap. */
export interface Explainer {
  /** Those it is explained by. */
  readonly chosen: readonly SaliencyLayer[]
  /** Every layer the model offers, first to last. */
  readonly layers: readonly SaliencyLayer[]
  readonly size: number
  readonly classes: number
  /** `image`: normalised RGB, [1,3,size,size]. `classWeights` [classes] says which grades are explained: 1 for the
   *  chosen one, -1 for one to be compared against. Throws `AppError('length_mismatch')`. */
  explain(image: Float32Array, classWeights: Float32Array): Promise<Explanation>
  close(): Promise<void>
}

export interface ExplainerOptions {
  /** Names from `layers`, or a choice among them, or the photograph itself as if it were one; the last where not given. */
  readonly by?: readonly string[] | ((layers: readonly SaliencyLayer[]) => SaliencyLayer | undefined) | 'image'
  /** Whether a Relu only lets positive gradients through (guided backpropagation, Springenberg 2015). Other activations
   *  keep their own gradient, SiLU among them, as pytorch-grad-cam has it. */
  readonly guided?: boolean
  /** Side of the input, for a file that neither declares nor describes it. */
  readonly size?: number | undefined
}

/** The layers that a model's file offers to be explained by, first to last. `size`: as in `ExplainerOptions`. */
export function layersOf(bytes: Uint8Array, size?: number): readonly SaliencyLayer[] {
  const { model, description } = decodeModel(bytes)
  const builder = new GraphBuilder('layers', model.graph.opset)
  copyInto(builder, withSize(model.graph, classifierPort(model.graph, description?.size ?? size)))
  return saliencyLayers(builder)
}

/** Derives the gradient graph from a model file's own and loads it; the file may come from elsewhere.
 *  Throws `AppError('not_found')` for an unknown layer, `AppError('operator_unsupported')` where one has no gradient. */
export async function openExplainer(
  runtime: Runtime,
  bytes: Uint8Array,
  options: ExplainerOptions = {},
): Promise<Explainer> {
  const { model, description } = decodeModel(bytes)
  const port = classifierPort(model.graph, description?.size ?? options.size)
  if (port.batch !== undefined && port.batch !== 1) {
    throw new AppError('model_unreadable', `The model only takes ${port.batch} images at once and cannot be explained.`)
  }
  const reader = logitReader(port.outputs, description)
  const builder = new GraphBuilder('explanation', model.graph.opset)
  const names = copyInto(builder, withSize(model.graph, port))
  const layers = saliencyLayers(builder)
  const image = { name: port.image, value: port.image, channels: 3, height: port.size, width: port.size }
  const chosen = options.by === 'image' ? [image] : chosenLayers(layers, options.by)
  const logits = names.get(port.logits) as string
  const weights = builder.input('logit_weights', { type: 'float32', shape: [1, port.outputs] })
  const wanted = chosen.map(({ value }) => value)
  const gradients = addGradients(builder, new Map([[logits, weights]]), wanted)
  for (const [index, name] of wanted.entries()) {
    const gradient = gradients.get(name)
    if (gradient === undefined) throw new AppError('not_found', `The logits do not depend on the layer ${name}.`)
    builder.output(alias(builder, name, `explained.activations.${index}`))
    builder.output(alias(builder, gradient, `explained.gradients.${index}`))
  }
  builder.output(alias(builder, logits, 'explained.logits'))
  const graph = removeDeadNodes(builder.build())
  const lowered = lowerPortable(options.guided ? guided(graph) : graph)
  const session = await runtime.session(writeOnnx({ graph: lowered, metadata: new Map() }))
  return new GraphExplainer({ session, port, reader }, chosen, layers)
}

/** The graph with its image of the port's size, for one photograph. */
function withSize(graph: Graph, port: ClassifierPort): Graph {
  const inputs = graph.inputs.map((input) => ({ ...input, shape: [1, 3, port.size, port.size] }))
  return { ...graph, inputs }
}

function chosenLayers(
  layers: readonly SaliencyLayer[],
  by: Exclude<ExplainerOptions['by'], 'image'> = (all) => all.at(-1),
): readonly SaliencyLayer[] {
  const named = (name: string) => layers.find((layer) => layer.name === name) ?? name
  const wanted = typeof by === 'function' ? [by(layers) ?? 'a convolution'] : [...new Set(by)].map(named)
  return wanted.map((layer) => {
    if (typeof layer !== 'string') return layer
    throw new AppError('not_found', `The model has no layer ${layer}.`, {
      details: { layers: layers.map(({ name }) => name) },
    })
  })
}

/** Only the way back has nodes of this kind. */
function guided(graph: Graph): Graph {
  return rewriteGraph(graph, (builder, node, names) => {
    if (node.type !== 'ReluGradient' || node.domain !== internalDomain) return undefined
    const [output, gradient] = renamed(node, names) as [string, string]
    return [builder.op('ReluGradient', [output, builder.op('Relu', [gradient])], {}, internalDomain)]
  })
}

interface LoadedModel {
  readonly session: Session
  readonly port: ClassifierPort
  readonly reader: LogitReader
}

class GraphExplainer implements Explainer {
  readonly chosen: readonly SaliencyLayer[]
  readonly layers: readonly SaliencyLayer[]
  readonly size: number
  readonly classes: number
  readonly #loaded: LoadedModel

  constructor(loaded: LoadedModel, chosen: readonly SaliencyLayer[], layers: readonly SaliencyLayer[]) {
    this.#loaded = loaded
    this.chosen = chosen
    this.layers = layers
    this.size = loaded.port.size
    this.classes = loaded.reader.classes
  }

  async explain(image: Float32Array, classWeights: Float32Array): Promise<Explanation> {
    const { session, port, reader } = this.#loaded
    const weights = reader.evidence(classWeights)
    const results = await session.run(
      new Map([
        [port.image, float32(image, [1, 3, this.size, this.size])],
        ['logit_weights', float32(weights, [1, port.outputs])],
      ]),
    )
    const logits = floatEntry(results, 'explained.logits').data
    return {
      views: this.chosen.map((layer, index) => ({
        ...layer,
        activations: floatEntry(results, `explained.activations.${index}`).data,
        gradients: floatEntry(results, `explained.gradients.${index}`).data,
      })),
      evidence: weights.reduce((sum, weight, k) => sum + weight * (logits[k] as number), 0),
      logits,
      probabilities: reader.probabilities(logits),
    }
  }

  close(): Promise<void> {
    return this.#loaded.session.close()
  }
}
