import { openBenchTrainer } from './bench-trainer.ts'
import { benchmark, whole } from './benchmark.ts'
import { networkSettings } from './network-speed.ts'
import { median } from './samples.ts'

const { peer: _, warmUp: __, ...subject } = networkSettings

/** Milliseconds that the training graph of a network may take to build and load. */
const targets: Readonly<Record<string, number>> = { 'efficientnet-b5': 5_000, 'efficientnet-b7': 12_000 }

export const openTrainerBenchmark = benchmark(
  'open-trainer',
  'milliseconds to build and load a training step',
  { ...subject, runs: whole(3) },
  async (settings, { signal }) => {
    const samples: number[] = []
    let device = ''
    let notes: readonly string[] = []
    for (let run = 0; run < settings.runs; run++) {
      signal.throwIfAborted()
      const start = performance.now()
      const trainer = await openBenchTrainer(settings)
      samples.push(performance.now() - start)
      device = trainer.device
      notes = trainer.notes
      await trainer.close()
    }
    const target = targets[settings.architecture]
    return {
      unit: 'ms',
      value: median(samples),
      samples,
      what: `Network, first parameters, gradient, lowering and session of a training step of ${settings.architecture} at ${settings.size} px, batch ${settings.batch}, on ${device}; median of ${settings.runs}.`,
      settings,
      notes,
      ...(target !== undefined && { target: { atMost: target } }),
    }
  },
)
