import { softmaxRows } from '#numerics/softmax.ts'
import { AppError } from '#shared/errors.ts'
import { oedemaRiskCount } from '#shared/oedema.ts'
import type { Graph } from './graph/types.ts'
import { type LogitReader, logitReader } from './heads/registry.ts'
import { type LastFeatures, lastFeatures, withFeatures } from './last-features.ts'
import { decodeModel, encodeModel, type ModelDescription } from './model-file.ts'
import { givesOedema, oedemaOutput } from './oedema-output.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { float32, floatEntry, type TensorMap } from './tensor.ts'

export interface Classification {
  /** Row after row, as many a photograph as the model's head has. */
  readonly logits: Float32Array
  /** [count,classes], row after row. */
  readonly probabilities: Float32Array
  /** Probabilities of the oedema risks, [count,3], row after row; null from a model that does not tell them. */
  readonly oedema: Float32Array | null
  /** What the model makes of each photograph just before its scores, row after row, all of one width; null where it was
   *  not asked for, or the last layer is no single product. */
  readonly features: Float32Array | null
}

/** A model loaded for use. Calls must not overlap. */
export interface Classifier {
  readonly classes: number
  /** Side of the square input, pixels. */
  readonly size: number
  readonly description: ModelDescription | undefined
  /** `images`: normalised RGB, [count,3,size,size]. Throws `AppError('length_mismatch')`. */
  classify(images: Float32Array, count: number): Promise<Classification>
  close(): Promise<void>
}

export interface ClassifierOptions {
  /** Photographs a run; the last run of a call is padded to it. */
  readonly batch: number
  /** Side of the input, for a file that neither declares nor describes it. */
  readonly size?: number | undefined
  /** Whether to give features, too. */
  readonly features?: boolean
}

/** Loads a model file's bytes. Throws `AppError('model_unreadable')` for a file that is no classifier of photographs. */
export async function openClassifier(
  runtime: Runtime,
  bytes: Uint8Array,
  options: ClassifierOptions,
): Promise<Classifier> {
  const { model, description } = decodeModel(bytes)
  const port = classifierPort(model.graph, description?.size ?? options.size)
  const reader = logitReader(port.outputs, description)
  const oedema = givesOedema(model.graph, description)
  const features = options.features ? lastFeatures(model.graph, port.logits) : undefined
  const file = features ? encodeModel({ ...model, graph: withFeatures(model.graph, features) }) : bytes
  const session = await runtime.session(file)
  const batch = port.batch ?? options.batch
  return new GraphClassifier({ session, port, reader, oedema, features, description, batch })
}

/** Where a classifier's graph takes its image and gives its logits. */
export interface ClassifierPort {
  readonly image: string
  readonly logits: string
  readonly size: number
  /** Logits a photograph. */
  readonly outputs: number
  /** The only batch it takes, where it is fixed. */
  readonly batch: number | undefined
}

/** Throws `AppError('model_unreadable')` unless the graph takes one square RGB image and gives one row of logits. */
export function classifierPort(graph: Graph, size?: number): ClassifierPort {
  const [image, ...others] = graph.inputs
  const logits = graph.outputs[0]
  const side = typeof image?.shape[2] === 'number' ? image.shape[2] : size
  const outputs = logits?.shape[1]
  if (image === undefined || others.length > 0 || image.shape.length !== 4 || image.shape[1] !== 3) {
    throw new AppError('model_unreadable', 'The model does not take one RGB image.')
  }
  if (logits === undefined || typeof outputs !== 'number' || logits.shape.length !== 2) {
    throw new AppError('model_unreadable', 'The model does not give one row of class scores an image.')
  }
  if (side === undefined) throw new AppError('model_unreadable', 'The model does not say what size of image it takes.')
  const batch = image.shape[0]
  return {
    image: image.name,
    logits: logits.name,
    size: side,
    outputs,
    batch: typeof batch === 'number' ? batch : undefined,
  }
}

interface LoadedModel {
  readonly session: Session
  readonly port: ClassifierPort
  readonly reader: LogitReader
  readonly oedema: boolean
  readonly features: LastFeatures | undefined
  readonly description: ModelDescription | undefined
  readonly batch: number
}

class GraphClassifier implements Classifier {
  readonly classes: number
  readonly size: number
  readonly description: ModelDescription | undefined
  readonly #loaded: LoadedModel

  constructor(loaded: LoadedModel) {
    this.classes = loaded.reader.classes
    this.size = loaded.port.size
    this.description = loaded.description
    this.#loaded = loaded
  }

  async classify(images: Float32Array, count: number): Promise<Classification> {
    const each = 3 * this.size * this.size
    if (images.length !== count * each) {
      throw new AppError(
        'length_mismatch',
        `${images.length} values are not ${count} images of 3×${this.size}×${this.size}.`,
      )
    }
    const { port, reader, batch, features: last } = this.#loaded
    const logits = new Float32Array(count * port.outputs)
    const oedema = this.#loaded.oedema ? new Float32Array(count * oedemaRiskCount) : null
    const features = last ? new Float32Array(count * last.width) : null
    for (let start = 0; start < count; start += batch) {
      const taken = Math.min(batch, count - start)
      const part = images.subarray(start * each, (start + taken) * each)
      const results = await this.#run(part, taken, each)
      const rows = (output: string, width: number) => floatEntry(results, output).data.subarray(0, taken * width)
      logits.set(rows(port.logits, port.outputs), start * port.outputs)
      oedema?.set(rows(oedemaOutput, oedemaRiskCount), start * oedemaRiskCount)
      if (last) features?.set(rows(last.name, last.width), start * last.width)
    }
    return {
      logits,
      probabilities: reader.probabilities(logits),
      oedema: oedema && softmaxRows(oedema, oedemaRiskCount),
      features,
    }
  }

  async #run(part: Float32Array, taken: number, each: number): Promise<TensorMap> {
    const { session, port, batch } = this.#loaded
    let padded = part
    if (taken < batch) {
      padded = new Float32Array(batch * each)
      padded.set(part)
    }
    const image = float32(padded, [batch, 3, this.size, this.size])
    return await session.run(new Map([[port.image, image]]))
  }

  close(): Promise<void> {
    return this.#loaded.session.close()
  }
}
