import { agreementBenchmark } from './agreement.ts'
import type { Benchmark } from './benchmark.ts'
import { dataPathBenchmark } from './data-path.ts'
import { gradeLatencyBenchmark } from './grade-latency.ts'
import { importBenchmark } from './import.ts'
import { inferBenchmark } from './infer.ts'
import { labelIssuesBenchmark } from './label-issues.ts'
import { labelNoiseBenchmark } from './label-noise.ts'
import { nextPhotographBenchmark } from './next-photograph.ts'
import { openTrainerBenchmark } from './open-trainer.ts'
import { queueBenchmark } from './queue.ts'
import { rankBenchmark } from './rank.ts'
import { saliencyBenchmark } from './saliency.ts'
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
  saliencyBenchmark,
  labelIssuesBenchmark,
  labelNoiseBenchmark,
]
