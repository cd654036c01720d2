import type { Benchmark } from './benchmark.ts'
import { gradeLatencyBenchmark } from './grade-latency.ts'
import { importBenchmark } from './import.ts'
import { inferBenchmark } from './infer.ts'
import { nextPhotographBenchmark } from './next-photograph.ts'
import { queueBenchmark } from './queue.ts'
import { trainStepBenchmark } from './train-step.ts'
import { whileTrainingBenchmark } from './while-training.ts'

/** Every benchmark there is. */
export const benchmarks: readonly Benchmark[] = [
  trainStepBenchmark,
  inferBenchmark,
  importBenchmark,
  gradeLatencyBenchmark,
  nextPhotographBenchmark,
  queueBenchmark,
  whileTrainingBenchmark,
]
