import { type Grade, predictedGrade } from '#shared/grades.ts'
import { scaledRow } from '../label-issues/matrix-scaling.ts'
import { truthPosterior } from '../label-issues/ordinal-quality.ts'
import type { Background, Evidence, Known } from './evidence.ts'
import { terms } from './terms.ts'
import { sigmoid, type Weights } from './weights.ts'

/** How suspicious a label is, without the words for it. */
export interface Weighed {
  /** Probability that the label is wrong, 0 to 1, as far as it has been learnt. */
  readonly score: number
  /** The likeliest true grade. */
  readonly suggested: Grade
  /** What each term found, in the order of `terms`; 0 for nothing. */
  readonly values: readonly number[]
}

/** One term of a photograph's suspicion. */
export interface NamedTerm {
  readonly name: string
  /** What the term found; 0 for nothing. */
  readonly value: number
  /** What one of it counts for. */
  readonly weight: number
  readonly sentence: string | null
}

/** Weighs everything that is known of a photograph. */
export function weigh(evidence: Evidence, background: Background, weights: Weights): Weighed {
  return weighKnown(knownOf(evidence, background), background, weights)
}

/** The same in words: every term, and what speaks loudest against the label, or for it where nothing speaks against. */
export function explainSuspicion(evidence: Evidence, background: Background, weights: Weights) {
  const known = knownOf(evidence, background)
  const { score, suggested, values } = weighKnown(known, background, weights)
  const named = terms.map(
    (term, index): NamedTerm => ({
      name: term.name,
      value: values[index] as number,
      weight: weights.weights[index] as number,
      sentence: term.sentence(known, background),
    }),
  )
  const loudest = named
    .filter(({ sentence }) => sentence !== null)
    .reduce((first, one) => (one.value * one.weight > first.value * first.weight ? one : first))
  return { score, suggested, terms: named, sentence: loudest.sentence as string }
}

function knownOf(evidence: Evidence, { channel, scaling }: Background): Known {
  const { label, probabilities } = evidence
  return { ...evidence, posterior: truthPosterior(channel, scaledRow(scaling, probabilities), label) }
}

function weighKnown(known: Known, background: Background, { bias, weights }: Weights): Weighed {
  let logOdds = bias
  const values = terms.map((term, index) => {
    const value = term.value(known, background)
    logOdds += value * (weights[index] as number)
    return value
  })
  return { score: sigmoid(logOdds), suggested: predictedGrade(known.posterior), values }
}
