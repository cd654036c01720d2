import { notYetAvailable } from '../not-yet-available.ts'
import { agreementBenchmark } from './agreement.ts'
import type { Benchmark } from './benchmark.ts'
import { dataPathBenchmark } from './data-path.ts'
import { gradeLatencyBenchmark } from './grade-latency.ts'
import { importBenchmark } from './import.ts'
import { inferBenchmark } from './infer.ts'
import { labelNoiseBenchmark } from './label-noise.ts'
import { nextPhotographBenchmark } from './next-photograph.ts'
import { openTrainerBenchmark } from './open-trainer.ts'
import { queueBenchmark } from './queue.ts'
import { rankBenchmark } from './rank.ts'
import { stepMemoryBenchmark } from './step-memory.ts'
import { stepPeakBenchmark } from './step-peak.ts'
import { trainStepBenchmark } from './train-step.ts'
import { whileTrainingBenchmark } from './while-training.ts'

/** Every benchmark there is. */
export const benchmarks: readonly Benchmark[] = [
  trainStepBenchmark,
  openTrainerBenchmark,
  stepPeakBenchmark,
  stepMemoryBenchmark,
  inferBenchmark,
  dataPathBenchmark,
  importBenchmark,
  gradeLatencyBenchmark,
  nextPhotographBenchmark,
  queueBenchmark,
  rankBenchmark,
  whileTrainingBenchmark,
  agreementBenchmark,
  later('label-issues'),
  labelNoiseBenchmark,
]

/** A benchmark that others may already ask for by name. */
function later(name: string): Benchmark {
  return {
    name,
    description: 'not yet available',
    measure: async () => {
      throw notYetAvailable(`bench ${name}`)
    },
  }
}
