import { z } from 'zod'
import { findLabelIssues, issueMethods } from '#statistics/label-issues/find-label-issues.ts'
import type { LabelledSet } from '#statistics/label-issues/labelled-set.ts'
import { seededUniform } from '#statistics/random.ts'
import { benchmark, whole } from './benchmark.ts'
import { median, timed } from './samples.ts'

/** Share of the made labels that are wrong. */
const wrongLabels = 0.15

export const labelIssuesBenchmark = benchmark(
  'label-issues',
  'every score and the issues of a million labels, milliseconds on one thread',
  {
    rows: whole(1_000_000),
    classes: whole(5, 2),
    repeats: whole(5),
    method: z.enum(issueMethods).default('prune-by-noise-rate'),
  },
  async (settings) => {
    const { repeats, method } = settings
    const set = madeSet(settings)
    const before = process.resourceUsage().maxRSS
    const samples: number[] = []
    for (let repeat = 0; repeat < repeats; repeat++) samples.push(await timed(() => findLabelIssues(set, method)))
    const megabytes = process.resourceUsage().maxRSS / 1024
    return {
      unit: 'ms',
      value: median(samples),
      samples,
      what: `All scores, thresholds, the confident joint, its matrices and the issues by ${method} of ${settings.rows} rows of ${settings.classes} probabilities; median of ${repeats}.`,
      settings,
      target: { atMost: 300 },
      figures: {
        'most memory of the process (MiB, at most 400)': megabytes,
        'of it beyond what it held with the rows (MiB)': megabytes - before / 1024,
      },
    }
  },
)

/** Labels and a model's rows: mostly sure of the true class, some labels another class. */
function madeSet({ rows, classes }: { readonly rows: number; readonly classes: number }): LabelledSet {
  const uniform = seededUniform(1)
  const labels = new Int32Array(rows)
  const probabilities = new Float64Array(rows * classes)
  for (let row = 0; row < rows; row++) {
    const truth = Math.floor(uniform() * classes)
    labels[row] = uniform() < wrongLabels ? Math.floor(uniform() * classes) : truth
    let sum = 0
    for (let k = 0; k < classes; k++) {
      const weight = uniform() ** 2 + (k === truth ? 1.5 * uniform() : 0)
      probabilities[row * classes + k] = weight
      sum += weight
    }
    for (let k = 0; k < classes; k++) {
      const place = row * classes + k
      probabilities[place] = (probabilities[place] as number) / sum
    }
  }
  return { n: rows, classes, labels, probabilities }
}
