import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark } from './benchmark.ts'
import { measureNetwork, networkSettings, targetOf } from './network-speed.ts'
import { timed } from './samples.ts'

export const trainStepBenchmark = benchmark(
  'train-step',
  'milliseconds of a training step, beside PyTorch with peer=torch',
  networkSettings,
  async (settings, { signal }) => {
    const { device, notes, step, close } = await openBenchTrainer(settings)
    const losses: number[] = []
    const run = () => timed(async () => losses.push((await step()).loss))
    try {
      const measured = await measureNetwork('train', settings, { run, device, notes }, signal)
      const figures = { firstLoss: losses[0] ?? null, lastLoss: losses.at(-1) ?? null }
      return { ...measured, figures, ...targetOf('train', settings, measured) }
    } finally {
      await close()
    }
  },
)
