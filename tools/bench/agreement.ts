import { seededUniform } from '#numerics/random/seeded-uniform.ts'
import { agreementReport } from '#statistics/agreement/agreement.ts'
import { activeLab } from '#statistics/crowd/activelab.ts'
import { crowdOf } from '#statistics/crowd/crowd.ts'
import { crowdlab } from '#statistics/crowd/crowdlab.ts'
import { statisticsSeed } from '../../src/hosts/cli/stats-input.ts'
import { benchmark, whole } from './benchmark.ts'
import { median, timed } from './samples.ts'

/** How often a made reader, or the made model, gives the true grade; else one beside it. */
const skill = 0.75
/** Share of the photographs that a made reader leaves out. */
const unrated = 0.15

interface Settings {
  readonly items: number
  readonly readers: number
  readonly classes: number
}

export const agreementBenchmark = benchmark(
  'agreement',
  'CROWDLAB, ActiveLab and the coefficients of agreement with their intervals, milliseconds',
  { items: whole(35_000), readers: whole(3), classes: whole(5, 2), repeats: whole(7) },
  async (settings) => {
    const { items, readers, repeats } = settings
    const { ratings, probabilities } = madeRatings(settings)
    const crowd = crowdOf(ratings, probabilities)
    const samples: Record<'crowdlab' | 'activeLab' | 'coefficients', number[]> = {
      crowdlab: [],
      activeLab: [],
      coefficients: [],
    }
    for (let repeat = 0; repeat < repeats; repeat++) {
      samples.crowdlab.push(await timed(() => crowdlab(crowd)))
      samples.activeLab.push(await timed(() => activeLab(crowd)))
      samples.coefficients.push(await timed(() => agreementReport(ratings, settings.classes, statisticsSeed)))
    }
    return {
      unit: 'ms',
      value: median(samples.crowdlab),
      samples: samples.crowdlab,
      what: `CROWDLAB of ${items} photographs and ${readers} readers beside a model; median of ${repeats}.`,
      settings,
      target: { atMost: 200 },
      figures: {
        'ActiveLab (ms, at most 1000)': median(samples.activeLab),
        'coefficients, intervals and Dawid-Skene (ms, at most 1000)': median(samples.coefficients),
      },
    }
  },
)

/** Ratings and rows of a model that follow a true grade as readers do. */
function madeRatings({ items, readers, classes }: Settings) {
  const uniform = seededUniform(1)
  const readingOf = (grade: number) => {
    if (uniform() < skill) return grade
    return Math.min(classes - 1, Math.max(0, grade + (uniform() < 0.5 ? -1 : 1)))
  }
  const truth = Array.from({ length: items }, () => Math.floor(uniform() * classes))
  return {
    ratings: truth.map((grade) =>
      Array.from({ length: readers }, () => (uniform() < unrated ? null : readingOf(grade))),
    ),
    probabilities: truth.map((grade) => {
      const said = readingOf(grade)
      const weights = Array.from({ length: classes }, (_, k) => uniform() + (k === said ? 2 : 0))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return weights.map((weight) => weight / sum)
    }),
  }
}
