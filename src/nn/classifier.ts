import { AppError } from '#shared/errors.ts'
import { softmax } from './architectures/heads.ts'
import type { Graph } from './graph/types.ts'
import { decodeModel, type ModelDescription } from './model-file.ts'
import type { Runtime, Session } from './runtimes/types.ts'
import { float32, floatEntry } from './tensor.ts'

export interface Classification {
  /** [count,classes], row after row. */
  readonly logits: Float32Array
  readonly probabilities: Float32Array
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
}

/** Loads a model file's bytes. Throws `AppError('model_unreadable')` for a file that is no classifier of photographs. */
export async function openClassifier(
  runtime: Runtime,
  bytes: Uint8Array,
  options: ClassifierOptions,
): Promise<Classifier> {
  const { model, description } = decodeModel(bytes)
  const port = classifierPort(model.graph, description?.size ?? options.size)
  const session = await runtime.session(bytes)
  return new GraphClassifier(session, port, description, port.batch ?? options.batch)
}

/** Where a classifier's graph takes its image and gives its logits. */
export interface ClassifierPort {
  readonly image: string
  readonly logits: string
  readonly size: number
  readonly classes: number
  /** The only batch it takes, where it is fixed. */
  readonly batch: number | undefined
}

/** Throws `AppError('model_unreadable')` unless the graph takes one square RGB image and gives one row of logits. */
export function classifierPort(graph: Graph, size?: number): ClassifierPort {
  const [image, ...others] = graph.inputs
  const logits = graph.outputs[0]
  const side = typeof image?.shape[2] === 'number' ? image.shape[2] : size
  const classes = logits?.shape[1]
  if (image === undefined || others.length > 0 || image.shape.length !== 4 || image.shape[1] !== 3) {
    throw new AppError('model_unreadable', 'The model does not take one RGB image.')
  }
  if (logits === undefined || typeof classes !== 'number' || logits.shape.length !== 2) {
    throw new AppError('model_unreadable', 'The model does not give one row of class scores an image.')
  }
  if (side === undefined) throw new AppError('model_unreadable', 'The model does not say what size of image it takes.')
  const batch = image.shape[0]
  return {
    image: image.name,
    logits: logits.name,
    size: side,
    classes,
    batch: typeof batch === 'number' ? batch : undefined,
  }
}

class GraphClassifier implements Classifier {
  readonly classes: number
  readonly size: number
  readonly description: ModelDescription | undefined
  readonly #session: Session
  readonly #port: ClassifierPort
  readonly #batch: number

  constructor(session: Session, port: ClassifierPort, description: ModelDescription | undefined, batch: number) {
    this.classes = port.classes
    this.size = port.size
    this.description = description
    this.#session = session
    this.#port = port
    this.#batch = batch
  }

  async classify(images: Float32Array, count: number): Promise<Classification> {
    const each = 3 * this.size * this.size
    if (images.length !== count * each) {
      throw new AppError(
        'length_mismatch',
        `${images.length} values are not ${count} images of 3×${this.size}×${this.size}.`,
      )
    }
    const logits = new Float32Array(count * this.classes)
    for (let start = 0; start < count; start += this.#batch) {
      const taken = Math.min(this.#batch, count - start)
      const part = images.subarray(start * each, (start + taken) * each)
      logits.set(await this.#run(part, taken, each), start * this.classes)
    }
    return { logits, probabilities: softmax(logits, this.classes) }
  }

  async #run(part: Float32Array, taken: number, each: number): Promise<Float32Array> {
    let batch = part
    if (taken < this.#batch) {
      batch = new Float32Array(this.#batch * each)
      batch.set(part)
    }
    const image = float32(batch, [this.#batch, 3, this.size, this.size])
    const results = await this.#session.run(new Map([[this.#port.image, image]]))
    return floatEntry(results, this.#port.logits).data.subarray(0, taken * this.classes)
  }

  close(): Promise<void> {
    return this.#session.close()
  }
}
