import { performance } from 'node:perf_hooks'
import { Random } from '#numerics/random/counted-random.ts'
import { GraphBuilder } from '../graph/builder.ts'
import { ints } from '../graph/types.ts'
import { writeOnnx } from '../onnx/writer.ts'
import { type FloatTensor, float32, floatEntry } from '../tensor.ts'
import type { Runtime } from './types.ts'

/** What a small network of convolutions took on a runtime, and what it gave. */
export interface Measurement {
  readonly milliseconds: number
  readonly output: readonly number[]
}

const channels = 64
const side = 28
const batch = 4
const timedRuns = 3
/** A device that takes longer than this a run, ms, need not be timed again. */
const patienceMs = 500

function noise(shape: readonly number[], seed: number, deviation: number): FloatTensor {
  const random = new Random(seed)
  const count = shape.reduce((a, b) => a * b, 1)
  return float32(
    Float32Array.from({ length: count }, () => random.normal() * deviation),
    shape,
  )
}

/** Two 3x3 convolutions, 231 million multiply-adds: a graphics card takes about a millisecond, one that a processor only imitates
 *  some hundreds. */
function probeModel(): Uint8Array {
  const builder = new GraphBuilder('probe')
  let x = builder.input('x', { type: 'float32', shape: [batch, channels, side, side] })
  for (const seed of [1, 2]) {
    const weight = builder.constant(noise([channels, channels, 3, 3], seed, Math.sqrt(2 / (9 * channels))))
    x = builder.op('Relu', [builder.op('Conv', [x, weight], { kernel_shape: ints([3, 3]), pads: ints([1, 1, 1, 1]) })])
  }
  builder.output(builder.op('GlobalAveragePool', [x]))
  return writeOnnx({ graph: builder.build(), metadata: new Map() })
}

/** Runs the probe on a runtime's own device; the best of three runs after one. Throws what the runtime throws. */
export async function measureProbe(runtime: Runtime): Promise<Measurement> {
  const session = await runtime.session(probeModel(), { refuseFallback: runtime.kind !== 'cpu' })
  const feeds = new Map([['x', noise([batch, channels, side, side], 3, 1)]])
  const run = async () => {
    const start = performance.now()
    const output = floatEntry(await session.run(feeds), session.outputs[0] ?? '').data
    return { milliseconds: performance.now() - start, output: [...output] }
  }
  let best = await run()
  for (let i = 0; i < timedRuns && (i === 0 || best.milliseconds < patienceMs); i++) {
    const next = await run()
    if (i === 0 || next.milliseconds < best.milliseconds) best = next
  }
  await session.close()
  return best
}
