import { type OnnxRuntimeOptions, openOnnxRuntime } from './onnxruntime.ts'
import { openTensorflow } from './tensorflow/tensorflow.ts'
import type { Runtime, RuntimeKind } from './types.ts'

/** Opens a runtime without asking whether it works: that shows when a session is made. */
export function openKind(kind: RuntimeKind, options: OnnxRuntimeOptions = {}): Promise<Runtime> {
  return kind === 'tensorflow' ? openTensorflow() : openOnnxRuntime(kind, options)
}
