import { buildNetwork } from '#nn/architectures/registry.ts'
import { initialParameters } from '#nn/parameters.ts'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { classes, type NetworkSettings, openNetworkRuntime } from './network-speed.ts'
import { noise } from './noise.ts'

/** The step that the benchmarks take, as `model step` would be told it. */
export const benchStep = { optimizer: 'adam', set: { learningRate: '1e-4', weightDecay: '1e-5', seed: '1' } } as const

/** A training step as the benchmarks take it: Adam with a little weight decay, on noise with random grades. It is the
 *  one of `model step` on what `model build --noise` makes of the architecture. */
export async function openBenchTrainer(settings: Omit<NetworkSettings, 'peer' | 'runs' | 'warmUp'>) {
  const { architecture, size, batch } = settings
  const { openStep } = await import('../../src/hosts/cli/training-step.ts')
  const network = buildNetwork({ architecture, classes, size })
  const runtime = await openNetworkRuntime(settings)
  const { step, close } = await openStep({
    ...{ runtime, network, batch, ...benchStep },
    parameters: initialParameters(network, 1),
  })
  const own = benchBatch(batch, size)
  return {
    runtime: runtime.kind,
    device: runtime.device,
    notes: runtime.notes,
    step: ({ images, targets } = own) => step(images, targets),
    close: async () => {
      await close()
      await runtime.close()
    },
  }
}

/** Images [batch,3,size,size] of noise, and rows [batch,classes] of random grades. */
export function benchBatch(batch: number, size: number) {
  const uniform = seededUniform(2)
  const targets = new Float32Array(batch * classes)
  for (let row = 0; row < batch; row++) targets[row * classes + Math.floor(uniform() * classes)] = 1
  return { images: noise(batch * 3 * size * size), targets }
}
