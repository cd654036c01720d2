import { openOnnxRuntime } from '#nn/runtimes/onnxruntime.ts'
import { openTensorflow } from '#nn/runtimes/tensorflow/tensorflow.ts'
import type { Runtime } from '#nn/runtimes/types.ts'

/* Whose numbers are held beside PyTorch's. */

interface NamedRuntime {
  readonly name: string
  readonly runtime: Runtime
}

const processor = await openOnnxRuntime('cpu', { threads: 2 })

/** ONNX Runtime on the processor, with convolutions over blocks of channels. */
export const blocked: NamedRuntime = { name: 'blocked', runtime: processor }
/** The same with ONNX's own convolutions, as every provider has them. */
export const portable: NamedRuntime = { name: 'portable', runtime: { ...processor, block: 0 } }
/** TensorFlow.js with its own kernels, or the native library where that is installed. */
export const tensorflow: NamedRuntime = { name: 'TensorFlow.js', runtime: await openTensorflow() }
