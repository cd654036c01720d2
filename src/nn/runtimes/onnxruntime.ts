import { cpus } from 'node:os'
import { env, InferenceSession, Tensor as NativeTensor } from 'onnxruntime-node'
import { AppError } from '#shared/errors.ts'
import { type ElementType, release, type Tensor, type TensorMap } from '../tensor.ts'
import { probeBlock } from './block-size.ts'
import { graphicsCards, graphicsDevice } from './graphics-cards.ts'
import type { Runtime, Session, SessionOptions } from './types.ts'

// What goes wrong is thrown with its reason; the library's own log would only say it a second time.
env.logLevel = 'fatal'

/** ONNX Runtime's name of each provider. */
const providers = { cpu: 'cpu', webgpu: 'webgpu', cuda: 'cuda', directml: 'dml' } as const
export type ProviderKind = keyof typeof providers

export interface OnnxRuntimeOptions {
  /** Threads inside one operator; half the processors or two where not given, whichever is more. */
  readonly threads?: number | undefined
}

/** ONNX Runtime on one provider. It loads nothing yet: a provider that does not work shows when a session is made. */
export async function openOnnxRuntime(kind: ProviderKind, options: OnnxRuntimeOptions = {}): Promise<Runtime> {
  const threads = options.threads ?? Math.max(2, Math.floor(cpus().length / 2))
  const session = (bytes: Uint8Array, sessionOptions: SessionOptions = {}) => open(kind, bytes, threads, sessionOptions)
  const block = kind === 'cpu' ? await probeBlock(session) : 0
  // On the calling thread: a second pool's threads would spin beside the first one's, a quarter of a small step's time.
  const vectorSession = (bytes: Uint8Array) => open('cpu', bytes, 1, {})
  return { kind, device: deviceName(kind), block, notes: [], session, vectorSession, close: async () => {} }
}

function deviceName(kind: ProviderKind): string {
  return kind === 'cpu' ? (cpus()[0]?.model.trim() ?? 'processor') : graphicsDevice(kind, graphicsCards())
}

async function open(kind: ProviderKind, bytes: Uint8Array, threads: number, options: SessionOptions): Promise<Session> {
  const create = (refuseFallback: boolean) =>
    InferenceSession.create(bytes, {
      executionProviders: [providers[kind]],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: options.optimise === false ? 'disabled' : 'all',
      enableMemPattern: options.memoryPattern ?? true,
      logSeverityLevel: 4,
      extra: { session: { ...waiting(), ...(refuseFallback && { disable_cpu_ep_fallback: '1' }) } },
    })
  try {
    if (kind === 'cpu') return new OnnxRuntimeSession(await create(false), false)
    // ONNX Runtime says nothing of nodes that fall back; that a session without them cannot be made is how it shows.
    const whole = await create(true).catch((cause: unknown) => {
      if (options.refuseFallback) throw cause
    })
    return new OnnxRuntimeSession(whole ?? (await create(false)), whole === undefined)
  } catch (cause) {
    throw new AppError('model_unreadable', `ONNX Runtime (${kind}) cannot load the graph: ${reasonOf(cause)}`, {
      cause,
    })
  }
}

class OnnxRuntimeSession implements Session {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly partial: boolean
  readonly #native: InferenceSession
  #closed = false

  constructor(native: InferenceSession, partial: boolean) {
    this.#native = native
    this.partial = partial
    this.inputs = native.inputNames
    this.outputs = native.outputNames
  }

  async run(feeds: ReadonlyMap<string, Tensor>, into: ReadonlyMap<string, Tensor> = new Map()): Promise<TensorMap> {
    if (this.#closed) throw new AppError('compute_failed', 'The session has been closed.')
    const fetches = this.outputs.map((name) => {
      const target = into.get(name)
      return [name, target === undefined ? null : toNative(target)] as const
    })
    try {
      const results = await this.#native.run(
        Object.fromEntries([...feeds].map(([name, tensor]) => [name, toNative(tensor)])),
        Object.fromEntries(fetches),
      )
      // onnxruntime-node 1.30 copies even an output that was written to a buffer it was given.
      for (const name of into.keys()) release(fromNative(results[name]))
      return new Map(this.outputs.map((name) => [name, into.get(name) ?? fromNative(results[name])]))
    } catch (cause) {
      throw new AppError('compute_failed', `ONNX Runtime could not run the graph: ${reasonOf(cause)}`, { cause })
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#native.release()
  }
}

/** The sentence of a native error, without the place in ONNX Runtime's source that it begins with. */
function reasonOf(cause: unknown): string {
  const line = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? ''
  return line.replace(/^\S*onnxruntime\S*:\d+ .*? was false\. /, '').replace(/[^.]$/, '$&.')
}

function toNative(tensor: Tensor): NativeTensor {
  if (tensor.type === 'bool') return new NativeTensor('bool', tensor.data, [...tensor.shape])
  return new NativeTensor(tensor.data, [...tensor.shape])
}

const constructors = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const satisfies Record<ElementType, unknown>

function fromNative(value: NativeTensor | undefined): Tensor {
  if (value === undefined) throw new AppError('compute_failed', 'An output is missing.')
  const shape = value.dims
  const data = value.data
  if (value.type === 'float32' && data instanceof constructors.float32) return { type: 'float32', shape, data }
  if (value.type === 'float64' && data instanceof constructors.float64) return { type: 'float64', shape, data }
  if (value.type === 'int64' && data instanceof constructors.int64) return { type: 'int64', shape, data }
  if (value.type === 'int32' && data instanceof constructors.int32) return { type: 'int32', shape, data }
  if (value.type === 'uint8' && data instanceof constructors.uint8) return { type: 'uint8', shape, data }
  if (value.type === 'bool' && data instanceof constructors.bool) return { type: 'bool', shape, data }
  throw new AppError('compute_failed', `An output of type ${value.type} cannot be read.`)
}

/** Threads that have nothing to do go on asking for work, which is quicker where a process has the processor to itself and takes it
 *  from others where several compute at once: `REGRADE_SPINNING=0` lets them sleep. Results are the same. */
function waiting(): Readonly<Record<string, unknown>> {
  return process.env.REGRADE_SPINNING === '0' ? { intra_op: { allow_spinning: '0' } } : {}
}
