import type { Acceptance } from '#learning/gate/acceptance.ts'
import { compareOnHoldOut, type HeldOut } from '#learning/gate/comparison.ts'
import { judgeFineTune, judgeFirst } from '#learning/gate/fine-tune.ts'
import type { RoundComparison } from '#shared/contract/verdicts.ts'
import type { ModelId } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { reportSeed } from '#statistics/bootstrap.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { heldOutOf } from '../provenance/held-out.ts'
import { gatherTrainingSet } from '../provenance/training-set.ts'
import { predictionsByHash } from '../provenance/unseen-predictions.ts'

export interface BesideCurrent extends Acceptance {
  /** The model in use; null where none is. */
  readonly current: ModelId | null
  /** Null where there is nothing to set it beside. */
  readonly comparison: RoundComparison | null
}

/** Photographs beyond which intervals grow no narrower that matter, and take seconds. */
const mostPhotographs = 5000

/** A model beside the one in use, on every graded photograph that neither has learnt from: those locked away and, where folds stand
 *  for the main fit, those that folds kept out. Where the model in use has no word for any, nothing orders them yet, and what
 *  counts is whether this one is better than chance. */
export function besideCurrent(store: ProjectStore, model: ModelRow): BesideCurrent {
  const current = store.models.current()
  const graded = heldOutOf(store, gatherTrainingSet(store))
  const own = unseenWords(store, model)
  if (store.predictions.said(model.id).size === 0) {
    const reason = `${model.id} has not looked at any photograph yet: score all photographs with it, and it can be set beside the one in use.`
    return { current: current?.id ?? null, comparison: null, verdict: 'unjudged', reason }
  }
  const others =
    current && current.id !== model.id ? unseenWords(store, current) : new Map<string, GradeProbabilities>()
  const said = graded.filter(({ hash }) => own.has(hash))
  const both = someOf(said.filter(({ hash }) => others.has(hash)))
  if (!current || current.id === model.id || !graded.some(({ hash }) => others.has(hash))) {
    const alone = compareOnHoldOut(someOf(said), rowsOf(own), rowsOf(own), reportSeed)
    return {
      current: current?.id ?? null,
      comparison: null,
      ...judgeFirst(alone.n, alone.kappa.student, alone.kappaInterval),
    }
  }
  const comparison = compareOnHoldOut(both, rowsOf(own), rowsOf(others), reportSeed)
  return { current: current.id, comparison, ...judgeFineTune(comparison, current.id) }
}

function someOf(photographs: readonly HeldOut[]): readonly HeldOut[] {
  return photographs.slice(0, mostPhotographs)
}

function rowsOf(words: ReadonlyMap<string, GradeProbabilities>) {
  return [...words].map(([hash, probabilities]) => ({ hash, probabilities }))
}

/** What a model says of contents that it has not learnt from. A fold's word is the model's own only where both began alike: one that
 *  begins from scratch tells nothing of a main fit that goes on from another model. */
function unseenWords(store: ProjectStore, model: ModelRow): ReadonlyMap<string, GradeProbabilities> {
  const alike = (model.card.foldsAlike ?? model.parent === null) === true
  return predictionsByHash(store, model, ({ fold }) => fold === null || alike)
}
