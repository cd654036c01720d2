import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { throwIfCancelled } from '#shared/progress.ts'
import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark, whole } from './benchmark.ts'
import { networkSettings } from './network-speed.ts'
import { median } from './samples.ts'

const { peer: _, ...subject } = networkSettings

export const stepMemoryBenchmark = benchmark(
  'step-memory',
  'percent by which memory strays from its median over many training steps',
  { ...subject, runs: whole(500), warmUp: whole(50, 0) },
  async (settings, { signal }) => {
    const { device, notes, step, close } = await openBenchTrainer(settings)
    try {
      const megabytes: number[] = []
      for (let taken = 0; taken < settings.warmUp + settings.runs; taken++) {
        throwIfCancelled(signal)
        if (taken === settings.warmUp) collectGarbage()
        await step()
        if (taken >= settings.warmUp) megabytes.push(process.memoryUsage.rss() / 2 ** 20)
      }
      const usual = median(megabytes)
      const stray = Math.max(...megabytes.map((value) => Math.abs(value - usual)))
      return {
        unit: '%',
        value: (100 * stray) / usual,
        samples: megabytes,
        what: `Largest difference of this process's memory from its median of ${Math.round(usual)} MB over ${settings.runs} training steps of ${settings.architecture} at ${settings.size} px, batch ${settings.batch}, on ${device}, after ${settings.warmUp}.`,
        settings,
        notes,
        target: { atMost: 2 },
      }
    } finally {
      await close()
    }
  },
)

/** What building the step left behind goes at a moment of the engine's choosing; only what the steps do is to be seen. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
