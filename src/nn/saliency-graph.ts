import { AppError } from '#shared/errors.ts'
import { type ClassifierPort, classifierPort } from './classifier.ts'
import { addGradients } from './gradient.ts'
import { GraphBuilder } from './graph/builder.ts'
import { alias, copyInto } from './graph/copy.ts'
import { removeDeadNodes } from './graph/passes/dead-nodes.ts'
import { type LogitReader, logitReader } from './heads/registry.ts'
import { lowerPortable } from './lowering/portable.ts'
import { decodeModel } from './model-file.ts'
import { writeOnnx } from './onnx/writer.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { type SaliencyLayer, saliencyLayers } from './saliency-layers.ts'
import { float32, floatEntry } from './tensor.ts'

export interface Explanation {
  /** What the layer gave, [channels,height,width]. */
  readonly activations: Float32Array
  /** Gradient by it of what speaks for the explained grades, [channels,height,width]. */
  readonly gradients: Float32Array
  readonly logits: Float32Array
  /** [classes]. */
  readonly probabilities: Float32Array
}

/** A model loaded to be explained by one of its layers. Calls must not overlap. */
export interface Explainer {
  readonly layer: SaliencyLayer
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
  /** A name from `layers`; the last where not given. */
  readonly layer?: string | undefined
  /** Side of the input, for a file that neither declares nor describes it. */
  readonly size?: number | undefined
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
  const layer = options.layer === undefined ? layers.at(-1) : layers.find(({ name }) => name === options.layer)
  if (layer === undefined) {
    const wanted = options.layer ?? 'a convolution'
    throw new AppError('not_found', `The model has no layer ${wanted}.`, {
      details: { layers: layers.map(({ name }) => name) },
    })
  }
  const logits = names.get(port.logits) as string
  const weights = builder.input('logit_weights', { type: 'float32', shape: [1, port.outputs] })
  const gradient = addGradients(builder, new Map([[logits, weights]]), [layer.name]).get(layer.name)
  if (gradient === undefined) throw new AppError('not_found', `The logits do not depend on the layer ${layer.name}.`)
  builder.output(alias(builder, layer.name, 'explained.activations'))
  builder.output(alias(builder, gradient, 'explained.gradients'))
  builder.output(alias(builder, logits, 'explained.logits'))
  const graph = lowerPortable(removeDeadNodes(builder.build()))
  const session = await runtime.session(writeOnnx({ graph, metadata: new Map() }))
  return new GraphExplainer({ session, port, reader }, layer, layers)
}

/** The graph with its image of the port's size, for one photograph. */
function withSize(graph: ReturnType<typeof decodeModel>['model']['graph'], port: ClassifierPort): typeof graph {
  const inputs = graph.inputs.map((input) => ({ ...input, shape: [1, 3, port.size, port.size] }))
  return { ...graph, inputs }
}

interface LoadedModel {
  readonly session: Session
  readonly port: ClassifierPort
  readonly reader: LogitReader
}

class GraphExplainer implements Explainer {
  readonly layer: SaliencyLayer
  readonly layers: readonly SaliencyLayer[]
  readonly size: number
  readonly classes: number
  readonly #loaded: LoadedModel

  constructor(loaded: LoadedModel, layer: SaliencyLayer, layers: readonly SaliencyLayer[]) {
    this.#loaded = loaded
    this.layer = layer
    this.layers = layers
    this.size = loaded.port.size
    this.classes = loaded.reader.classes
  }

  async explain(image: Float32Array, classWeights: Float32Array): Promise<Explanation> {
    const { session, port, reader } = this.#loaded
    const results = await session.run(
      new Map([
        [port.image, float32(image, [1, 3, this.size, this.size])],
        ['logit_weights', float32(reader.evidence(classWeights), [1, port.outputs])],
      ]),
    )
    const logits = floatEntry(results, 'explained.logits').data
    return {
      activations: floatEntry(results, 'explained.activations').data,
      gradients: floatEntry(results, 'explained.gradients').data,
      logits,
      probabilities: reader.probabilities(logits),
    }
  }

  close(): Promise<void> {
    return this.#loaded.session.close()
  }
}
