import type { Grade } from '#shared/grades.ts'
import { sigmoid } from '../../numerics/sigmoid.ts'
import { scaledRow } from '../label-issues/matrix-scaling.ts'
import { truthPosterior } from '../label-issues/ordinal-quality.ts'
import type { Background, Evidence, Known } from './evidence.ts'
import { suggestedGrade } from './suggested-grade.ts'
import type { Said, Term } from './term.ts'
import { duplicatesTerm, isContradicted } from './terms/duplicates.ts'
import { dynamicsTerm } from './terms/dynamics.ts'
import { modelTerm } from './terms/model.ts'
import { hidesGround, qualityTerm } from './terms/quality.ts'
import { terms } from './terms.ts'
import type { Weights } from './weights.ts'

/** How suspicious a label is, without the words for it. */
export interface Weighed {
  /** Probability that the label is wrong, 0 to 1, as far as it has been learnt. */
  readonly score: number
  /** The likeliest true grade, by everything that names one. */
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

/** The same in words: every term, and what speaks loudest against the label, or for it where nothing speaks against.
 *  `ungradable`: whether that is how the picture was taken, which points to no grade, whatever is `suggested`. */
export function explainSuspicion(evidence: Evidence, background: Background, weights: Weights) {
  const known = knownOf(evidence, background)
  const { score, suggested, values } = weighKnown(known, background, weights)
  const named = terms.map((term, index): NamedTerm => {
    const [value, weight] = [values[index] as number, weights.weights[index] as number]
    const said = term.sentence(known, background)
    return { name: term.name, value, weight, sentence: said && pointsAs(said, value * weight) ? said.text : null }
  })
  // Readers who gave a grade could see what it rests on.
  const ungradable =
    evidence.readers.length === 0 &&
    hidesGround(evidence) &&
    isLoudest(qualityTerm, named, unheard(evidence, suggested))
  // Copies with two grades are wrong in one of them, whatever else is known.
  const foremost = isContradicted(evidence) ? duplicatesTerm : ungradable ? qualityTerm : undefined
  const first = named.find(({ name }) => name === foremost?.name)
  const { sentence } = first ?? loudestOf(named)
  return { score, suggested, ungradable, terms: named, sentence: sentence as string }
}

/** Whether words point the way that the number beside them does; what adds nothing points nowhere. */
function pointsAs({ speaks }: Said, added: number): boolean {
  return !((speaks === 'against' && added < 0) || (speaks === 'for' && added > 0))
}

/** Terms with no say in whether a picture can be graded: a model cannot tell either whether there are microaneurysms, None or
 *  Mild, in one that hides them. */
function unheard({ label }: Evidence, suggested: Grade): readonly Term[] {
  return label === 1 && suggested <= 1 ? [modelTerm, dynamicsTerm] : []
}

function isLoudest(term: Term, named: readonly NamedTerm[], but: readonly Term[]): boolean {
  const { name, value, weight } = loudestOf(named.filter((one) => !but.some((other) => other.name === one.name)))
  return name === term.name && value * weight > 0
}

/** Of those with something to say, and there is one at least: neither the model nor poor quality is ever silent. */
function loudestOf(named: readonly NamedTerm[]): NamedTerm {
  return named
    .filter(({ sentence }) => sentence !== null)
    .reduce((first, one) => (one.value * one.weight > first.value * first.weight ? one : first))
}

function knownOf(evidence: Evidence, { channel, scaling, shares }: Background): Known {
  const { label, probabilities } = evidence
  // Of what no model has looked at, only how grades are spread is known.
  const row = probabilities ? scaledRow(scaling, probabilities) : shares
  return { ...evidence, posterior: truthPosterior(channel, row, label) }
}

/** Finer than this log-odds differ by the order alone in which a project's photographs were summed up. */
const grain = 1e-9

function weighKnown(known: Known, background: Background, { bias, weights }: Weights): Weighed {
  let logOdds = bias
  const values = terms.map((term, index) => {
    const value = term.value(known, background)
    logOdds += value * (weights[index] as number)
    return value
  })
  return { score: sigmoid(Math.round(logOdds / grain) * grain), suggested: suggestedGrade(known, background), values }
}
