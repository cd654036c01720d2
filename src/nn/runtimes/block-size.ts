import { AppError } from '#shared/errors.ts'
import type { Graph } from '../graph/types.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { blockedDomain } from '../operators/blocked.ts'
import { float32 } from '../tensor.ts'
import type { Session } from './types.ts'

/** How many channels ONNX Runtime's blocked layout has a block on this processor: 16 with AVX-512, 8 with AVX; 0 where
 *  there are no blocked convolutions. Seen from what reordering 4 channels pads them to. */
export async function probeBlock(open: (bytes: Uint8Array) => Promise<Session>): Promise<number> {
  const graph: Graph = {
    name: 'block-size',
    opset: 17,
    inputs: [{ name: 'x', type: 'float32', shape: [1, 4, 1, 1] }],
    outputs: [{ name: 'y', type: 'float32', shape: [null, null, null, null] }],
    constants: new Map(),
    nodes: [
      { name: 'reorder', type: 'ReorderInput', domain: blockedDomain, inputs: ['x'], outputs: ['y'], attributes: {} },
    ],
  }
  try {
    const session = await open(writeOnnx({ graph, metadata: new Map() }))
    const y = (await session.run(new Map([['x', float32([1, 2, 3, 4], [1, 4, 1, 1])]]))).get('y')
    await session.close()
    return y?.shape[1] ?? 0
  } catch (error) {
    if (error instanceof AppError) return 0
    throw error
  }
}
