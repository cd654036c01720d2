import { buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { defaultAdam } from '#nn/optimizers/adam.ts'
import { initialParameters } from '#nn/parameters.ts'
import { seededUniform } from '#statistics/random.ts'
import { classes, type NetworkSettings, openNetworkRuntime } from './network-speed.ts'
import { noise } from './noise.ts'

/** A training step as the benchmarks take it: Adam with a little weight decay, on noise with random grades. */
export async function openBenchTrainer(settings: Omit<NetworkSettings, 'peer' | 'runs' | 'warmUp'>) {
  const { architecture, size, batch } = settings
  const { openTrainer } = await import('#nn/trainer.ts')
  const network = buildNetwork({ architecture, classes, size })
  const runtime = await openNetworkRuntime(settings)
  const trainer = await openTrainer({
    runtime,
    network,
    batch,
    parameters: initialParameters(network, 1),
    optimizer: { ...defaultAdam, weightDecay: 1e-5 },
    statisticsMomentum: findArchitecture(architecture).statisticsMomentum,
  })
  const images = noise(batch * 3 * size * size)
  const targets = oneHot(batch)
  return {
    device: runtime.device,
    step: (batch = { images, targets }) => trainer.step({ ...batch, learningRate: 1e-4, seed: 1 }),
    close: async () => {
      await trainer.close()
      await runtime.close()
    },
  }
}

function oneHot(batch: number): Float32Array {
  const uniform = seededUniform(2)
  const targets = new Float32Array(batch * classes)
  for (let row = 0; row < batch; row++) targets[row * classes + Math.floor(uniform() * classes)] = 1
  return targets
}
