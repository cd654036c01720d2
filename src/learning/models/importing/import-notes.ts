import type { HeadKind, Thresholds } from '#nn/heads/head.ts'
import { evenThresholds } from '#nn/heads/regression.ts'
import type { ChannelNormalisation } from '#nn/importing/renormalise.ts'
import { isUsualOrder } from '#shared/class-names.ts'
import { type Grade, gradeCount, gradeNames } from '#shared/grades.ts'

/** What the outputs of a model are taken for, in a sentence; nothing of the usual five in the usual order. */
export function headNote(head: HeadKind, thresholds?: Thresholds): string | undefined {
  switch (head) {
    case 'softmax':
      return undefined
    case 'ordinal':
      return `Read as ordinal: outputs for ${gradeNames
        .slice(1)
        .map((name) => `“at least ${name}”`)
        .join(', ')}.`
    case 'regression': {
      const { cuts } = thresholds ?? evenThresholds(gradeCount)
      return `Read as a regression: one output, the grade itself, cut at ${cuts.join(', ')}.`
    }
  }
}

/** The order of a model's outputs, by the names they were given or the grades they are. */
export function orderNote(order: readonly Grade[], names: readonly string[], source: string): string {
  const list = order
    .map((grade, place) => {
      const name = names[place] ?? `${place}`
      return name === gradeNames[grade] ? name : `${name} = ${gradeNames[grade]}`
    })
    .join(', ')
  const sorted = isUsualOrder(order) ? 'They are in the order of grades.' : 'They were put into the order of grades.'
  return `Classes by ${source}: ${list}. ${sorted}`
}

export function normalisationNote({ mean, deviation }: ChannelNormalisation): string {
  return `Its images are normalised by a mean of ${mean.join(', ')} and a deviation of ${deviation.join(', ')}.`
}

/** A list of names with no more than some of them. */
export function someOf(names: readonly string[], most = 3): string {
  const more = names.length - most
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ')
}
