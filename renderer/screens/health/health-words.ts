import type { BoundaryEntryReport, LabelHealth, Ledger } from '#shared/contract/health.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import { count, counted } from '../../ui/count.ts'
import { percent } from '../../ui/percent.ts'
import { foundPlot } from './ledger/found-plot.ts'

export function boundaryName({ boundary }: Pick<BoundaryEntryReport, 'boundary'>): string {
  return boundary.map((grade) => gradeNames[grade]).join(' – ')
}

/** What is to be done at a boundary, in a word or two. */
export function stopWord(entry: BoundaryEntryReport): string {
  if (entry.photographs === 0) return 'No photographs'
  if (entry.read === entry.photographs) return 'All read'
  if (entry.remaining === null) return 'Not known yet'
  return entry.mayStop ? 'You can stop' : 'Read on'
}

/** "12 (5 to 31)". */
export function estimateText(value: number | null, interval: readonly [number, number] | null): string {
  if (value === null) return '–'
  const rounded = count(Math.round(value))
  return interval ? `${rounded} (${interval.map((end) => count(Math.round(end))).join(' to ')})` : rounded
}

export function foundSentence(entry: BoundaryEntryReport): string {
  const { random, total } = foundPlot(entry)
  const found = `${counted(entry.found, 'wrong label')} found in ${counted(entry.read, 'reading')}`
  const beside =
    random === null
      ? ''
      : `; in random order as many would have found about ${count(Math.round(random))}, by ${counted(entry.controls, 'control')}`
  const gain =
    entry.gain === null || entry.gainInterval === null
      ? ''
      : ` Chosen by the queue’s order, a photograph held a wrong label ${entry.gain.toFixed(1)} times as often as a control (95 %: ${entry.gainInterval.map((end) => end.toFixed(1)).join(' to ')}).`
  const all = total ? ` About ${estimateText(total.value, [total.low, total.high])} are wrong in all.` : ''
  return `${found}${beside}.${gain}${all}`
}

export function selfAgreementSentence({ grader, selfAgreement }: Ledger): string {
  const { n, same, interval, quadraticKappa } = selfAgreement
  const who = grader ?? 'readers'
  if (n === 0) return `Self-agreement: nothing has been asked again yet. Some earlier decisions come back later, blind.`
  const range = interval ? `; 95 %: ${percent(interval[0])} to ${percent(interval[1])}` : ''
  const kappa = quadraticKappa === null ? '' : `; quadratic kappa ${quadraticKappa.toFixed(2)}`
  return `Self-agreement: asked again, blind, ${who} gave the same grade in ${count(same)} of ${count(n)} (${percent(same / n)}${range})${kappa}.`
}

/** The likeliest mistake between two grades: "Most often: 2 Moderate labelled 1 Mild, 30 % of them". Null where there is none. */
export function likeliestMistake(noise: NonNullable<LabelHealth['noise']>): string | null {
  const mistakes = grades.flatMap((label) =>
    grades.filter((truth) => truth !== label).map((truth) => ({ label, truth, share: noise[label]?.[truth] ?? 0 })),
  )
  const worst = mistakes.toSorted((a, b) => b.share - a.share)[0]
  if (!worst || worst.share === 0) return null
  const name = (grade: (typeof grades)[number]) => `${grade} ${gradeNames[grade]}`
  return `Most often: ${name(worst.truth)} labelled ${name(worst.label)}, ${percent(worst.share)} of them.`
}

/** Up to these calibration errors suspicion is as good as a probability, and roughly one: a bin of ten labels cannot be told
 *  from its diagonal more finely. */
const close = 0.05
const rough = 0.12
/** Below this the mean error has no direction worth telling. */
const leaning = 0.03

export function calibrationSentence(reliability: NonNullable<LabelHealth['reliability']>): string {
  const { n, bins, calibrationError } = reliability
  const points = counted(Math.round(100 * calibrationError), 'percentage point')
  const meaning =
    calibrationError <= close
      ? 'It can be read as the probability that a label is wrong.'
      : calibrationError <= rough
        ? 'As the probability that a label is wrong it is roughly right.'
        : 'It puts labels in order, but is not yet the probability that one is wrong.'
  const lean = bins.reduce((sum, bin) => sum + bin.n * (bin.wrong - bin.suspicion), 0) / n
  const direction =
    Math.abs(lean) < leaning
      ? ''
      : ` It says too ${lean > 0 ? 'little: more' : 'much: fewer'} labels were wrong than it expected.`
  return `Suspicion was ${points} from the share found wrong, on average over ${counted(n, 'label')} read. ${meaning}${direction}`
}
