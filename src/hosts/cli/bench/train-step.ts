import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark } from './benchmark.ts'
import { measureNetwork, networkSettings, targetOf } from './network-speed.ts'
import { timed } from './samples.ts'

export const trainStepBenchmark = benchmark(
  'train-step',
  'milliseconds of a training step, beside PyTorch with peer=torch',
  networkSettings,
  async (settings, { signal }) => {
    const { device, step, close } = await openBenchTrainer(settings)
    try {
      const measured = await measureNetwork('train', settings, { run: () => timed(step), device }, signal)
      return { ...measured, ...targetOf('train', settings, measured) }
    } finally {
      await close()
    }
  },
)
