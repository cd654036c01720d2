import { buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { defaultAdam } from '#nn/optimizers/adam.ts'
import { initialParameters } from '#nn/parameters.ts'
import { seededUniform } from '#statistics/random.ts'
import { benchmark } from './benchmark.ts'
import { classes, measureNetwork, networkSettings } from './network-speed.ts'
import { noise } from './noise.ts'
import { timed } from './samples.ts'

export const trainStepBenchmark = benchmark(
  'train-step',
  'milliseconds of a training step, beside PyTorch with peer=torch',
  networkSettings,
  async (settings, { signal }) => {
    const { architecture, size, batch, threads } = settings
    // These load ONNX Runtime's native library, which no other command needs in this process.
    const [{ openRuntime }, { openTrainer }] = await Promise.all([
      import('#nn/runtimes/choose.ts'),
      import('#nn/trainer.ts'),
    ])
    const network = buildNetwork({ architecture, classes, size })
    const runtime = await openRuntime(settings.runtime, { threads })
    const trainer = await openTrainer({
      runtime,
      network,
      batch,
      parameters: initialParameters(network, 1),
      optimizer: { ...defaultAdam, weightDecay: 1e-5 },
      statisticsMomentum: findArchitecture(architecture).statisticsMomentum,
    })
    try {
      const images = noise(batch * 3 * size * size)
      const targets = oneHot(batch)
      const run = () => timed(() => trainer.step({ images, targets, learningRate: 1e-4, seed: 1 }))
      const measured = await measureNetwork('train', settings, { run, device: runtime.device }, signal)
      return {
        ...measured,
        ...(measured.peer && 'ratio' in measured.peer && { target: { atMost: 1.5 * measured.peer.value } }),
      }
    } finally {
      await trainer.close()
      await runtime.close()
    }
  },
)

function oneHot(batch: number): Float32Array {
  const uniform = seededUniform(2)
  const targets = new Float32Array(batch * classes)
  for (let row = 0; row < batch; row++) targets[row * classes + Math.floor(uniform() * classes)] = 1
  return targets
}
