import { lowerAll } from '../../lowering/portable.ts'
import { readOnnx } from '../../onnx/reader.ts'
import type { Runtime } from '../types.ts'
import { type LoadPackage, openLibrary } from './library.ts'
import { TensorflowSession } from './session.ts'

/** TensorFlow.js as a runtime: the same graphs, walked node by node. All of a graph runs where its backend does, so there
 *  is nothing to fall back from and no session option to heed. Sessions throw `AppError('operator_unsupported')` besides
 *  what others do, for an operator that has neither a kernel nor a lowering. */
export async function openTensorflow({ load }: { readonly load?: LoadPackage } = {}): Promise<Runtime> {
  const { tf, device, notes } = await openLibrary(load)
  const session = async (bytes: Uint8Array) => new TensorflowSession(tf, lowerAll(readOnnx(bytes).graph))
  return {
    kind: 'tensorflow',
    device,
    block: 0,
    notes,
    session,
    vectorSession: session,
    close: async () => {},
  }
}
