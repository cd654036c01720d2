import util from 'node:util'
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as core from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GraphBuilder } from '../../graph/builder.ts'
import { writeOnnx } from '../../onnx/writer.ts'
import { float32, floatEntry } from '../../tensor.ts'
import { openTensorflow } from './tensorflow.ts'

const gpu = '@tensorflow/tfjs-node-gpu'
const node = '@tensorflow/tfjs-node'

/** As `require` fails. */
function missing(name: string): Error {
  return Object.assign(new Error(`Cannot find module '${name}'\nRequire stack:\n- x`), { code: 'MODULE_NOT_FOUND' })
}

/** A package that registers a backend of its own when it is loaded, as the native ones do. */
function load(name: string, found: string, isUsingGpuDevice: boolean) {
  if (name !== found) throw missing(name)
  // The first call of the native package that Node 23 took away.
  if (!(util as unknown as { isNullOrUndefined(value: unknown): boolean }).isNullOrUndefined(null)) throw new Error()
  core.registerBackend('tensorflow', () => Object.assign(new MathBackendCPU(), { isUsingGpuDevice }))
  core.setBackend('tensorflow')
  return core
}

beforeAll(() => {
  core.enableProdMode()
  core.copyRegisteredKernels('cpu', 'tensorflow')
})

afterEach(() => {
  if (core.findBackendFactory('tensorflow') !== null) core.removeBackend('tensorflow')
})

describe('the TensorFlow library', () => {
  it('is the native one where its package is installed, with the function it misses put back', async () => {
    const runtime = await openTensorflow({ load: (name) => load(name, gpu, true) })
    expect(runtime).toMatchObject({ kind: 'tensorflow', device: 'TensorFlow.js node-gpu', block: 0, notes: [] })
    const builder = new GraphBuilder('one')
    const x = builder.input('x', { type: 'float32', shape: [2] })
    builder.output(builder.op('Relu', [x]))
    const session = await runtime.session(writeOnnx({ graph: builder.build(), metadata: new Map() }))
    const results = await session.run(new Map([['x', float32([-1, 2], [2])]]))
    expect([...floatEntry(results, session.outputs[0] as string).data]).toEqual([0, 2])
    expect(core.getBackend()).toBe('tensorflow')
    await session.close()
  })

  it('says where the package finds no card', async () => {
    const runtime = await openTensorflow({ load: (name) => load(name, gpu, false) })
    expect(runtime.notes).toEqual([`${gpu} found no graphics card that it can use, and computes on the processor.`])
  })

  it('is the one for processors where only that is installed', async () => {
    const runtime = await openTensorflow({ load: (name) => load(name, node, false) })
    expect(runtime.device).toBe('TensorFlow.js node')
    expect(runtime.notes).toEqual([`${gpu} is not installed.`])
  })

  it('is plain JavaScript where none is installed, or the native library is not there', async () => {
    const runtime = await openTensorflow({
      load: (name) => {
        if (name === node) throw missing(name)
        throw new Error('The Node.js native addon module (tfjs_binding.node) can not be found at path: x\nPlease run')
      },
    })
    expect(runtime.device).toBe('TensorFlow.js portable kernels, plain JavaScript')
    expect(runtime.notes).toEqual([
      `${gpu} is installed but cannot be loaded: The Node.js native addon module (tfjs_binding.node) can not be found at path: x`,
      `${node} is not installed.`,
    ])
  })
})
