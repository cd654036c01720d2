import type { Tensor, TensorMap } from '../tensor.ts'

export const runtimeKinds = ['cpu', 'webgpu', 'cuda', 'directml', 'tensorflow'] as const
export type RuntimeKind = (typeof runtimeKinds)[number]

/** Graphics providers, the quickest first; `auto` takes the first of them that is worth it. */
export const accelerators = ['cuda', 'directml', 'webgpu'] as const
/** What has to be tried out before anything can be said of it. */
export const triedKinds = [...accelerators, 'tensorflow'] as const
export type TriedKind = (typeof triedKinds)[number]

export interface SessionOptions {
  /** Plan one buffer for all intermediate values. Off, a training step of B0 takes 995 MB instead of 1,722. */
  readonly memoryPattern?: boolean
  /** Let the runtime rewrite the graph first, which takes seconds for a large one and gains nothing where weights are
   *  inputs; on unless told otherwise. */
  readonly optimise?: boolean
  /** Refuse to run any node elsewhere than on the runtime's own device; else a session whose device has no kernel for one
   *  runs that on the processor and is `partial`. */
  readonly refuseFallback?: boolean
}

/** A loaded graph. Calls must not overlap. */
export interface Session {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  /** Whether some nodes run on the processor, though the runtime's device is another. */
  readonly partial: boolean
  /** Runs the graph. `into` gives buffers that outputs are written to; they come back as the outputs' tensors.
   *  Throws `AppError('compute_failed')`. */
  run(feeds: ReadonlyMap<string, Tensor>, into?: ReadonlyMap<string, Tensor>): Promise<TensorMap>
  close(): Promise<void>
}

/** Something that runs graphs. */
export interface Runtime {
  readonly kind: RuntimeKind
  /** For people: the processor or graphics card. */
  readonly device: string
  /** Channels a block of this runtime's blocked convolutions, 0 where it has none. */
  readonly block: number
  /** Why a runtime asked for before this one was not taken. */
  readonly notes: readonly string[]
  /** Loads an .onnx file's bytes. Throws `AppError('model_unreadable')`. */
  session(bytes: Uint8Array, options?: SessionOptions): Promise<Session>
  /** The same for a graph that goes over vectors in main memory place by place: on the processor, where a graphics card would
   *  only have them sent to it and back. */
  vectorSession(bytes: Uint8Array): Promise<Session>
  close(): Promise<void>
}
