import { beforeAll, describe, expect, it } from 'vitest'
import { addGradients } from '../gradient.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { type Graph, int, ints } from '../graph/types.ts'
import { lowerBlocked } from '../lowering/blocked/lower.ts'
import { lowerPortable } from '../lowering/portable.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { openOnnxRuntime } from '../runtimes/onnxruntime.ts'
import type { Runtime } from '../runtimes/types.ts'
import { type FloatTensor, float32, floatEntry } from '../tensor.ts'
import { randomTensor } from '../testing/random-tensors.ts'

let runtime: Runtime
beforeAll(async () => {
  runtime = await openOnnxRuntime('cpu', { threads: 2 })
})

/** The gradient by x of a pool whose outputs have the gradients dy, in every spelling. */
async function gradientsOf(type: string, x: FloatTensor, kernel: number, stride: number, pad: number, dy: FloatTensor) {
  const builder = new GraphBuilder('pool')
  builder.input('x', { type: 'float32', shape: x.shape })
  builder.input('dy', { type: 'float32', shape: dy.shape })
  const window = {
    kernel_shape: ints([kernel, kernel]),
    strides: ints([stride, stride]),
    pads: ints(Array(4).fill(pad)),
  }
  const y = builder.op(type, ['x'], type === 'MaxPool' ? { ...window, ceil_mode: int(0) } : {})
  const dx = addGradients(builder, new Map([[y, 'dy']]), ['x']).get('x') as string
  builder.output(builder.node('Identity', [dx], { outputs: ['dx'] })[0] as string)
  const graph = builder.build()
  const run = async (lowered: Graph) => {
    const session = await runtime.session(writeOnnx({ graph: lowered, metadata: new Map() }))
    const results = await session.run(new Map([['x', x] as const, ['dy', dy] as const]))
    await session.close()
    return [...floatEntry(results, 'dx').data]
  }
  return [await run(lowerPortable(graph)), await run(lowerBlocked(graph, runtime.block))]
}

describe('the gradient of a maximum that several places hold', () => {
  it('goes to the first of them, row by row, as in PyTorch', async () => {
    const x = float32([1, 1, 0, 0, 1, 1, 2, 2, 0, 2, 2, 0, 0, 0, 0, 0], [1, 1, 4, 4])
    const dy = float32([1, 2, 4, 8, 16, 32, 64, 128, 256], [1, 1, 3, 3])
    // max_pool2d(x, 2, 1): windows of 1 1 1 1 | 1 0 1 2 | 0 0 2 2 | 1 1 0 2 | 1 2 2 2 | 2 2 2 0 | 0 2 0 0 | 2 2 0 0 | 2 0 0 0
    const expected = [1, 0, 0, 0, 0, 0, 2 + 4 + 16 + 32, 0, 0, 8 + 64 + 128, 256, 0, 0, 0, 0, 0]
    for (const dx of await gradientsOf('MaxPool', x, 2, 1, 0, dy)) expect(dx).toEqual(expected)
  })

  it('goes to no pad, where an image of zeros is padded with zeros', async () => {
    const x = float32(new Float32Array(9), [1, 1, 3, 3])
    const dy = float32([1, 2, 4, 8], [1, 1, 2, 2])
    for (const dx of await gradientsOf('MaxPool', x, 3, 2, 1, dy)) expect(dx).toEqual([1, 2, 0, 4, 8, 0, 0, 0, 0])
  })

  it('goes to the first of a whole plane', async () => {
    const x = float32([0, 3, 3, 1, -1, -1, -1, -1], [1, 2, 2, 2])
    const dy = float32([5, 7], [1, 2, 1, 1])
    for (const dx of await gradientsOf('GlobalMaxPool', x, 2, 2, 0, dy)) expect(dx).toEqual([0, 5, 0, 0, 7, 0, 0, 0])
  })

  it('is the same in portions, as a device wants them that binds little at once', async () => {
    // Laid out, the windows of the 4 planes take 4·81·4·330·330 bytes: two portions.
    const [x, dy] = [randomTensor([1, 4, 330, 330], 1), randomTensor([1, 4, 330, 330], 2)]
    const [portable, blocked] = (await gradientsOf('MaxPool', x, 9, 1, 4, dy)) as [number[], number[]]
    expect(portable.every((value, index) => Math.abs(value - (blocked[index] as number)) < 1e-5)).toBe(true)
  })
})
