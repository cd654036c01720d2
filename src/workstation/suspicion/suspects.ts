import type { Grade } from '#shared/grades.ts'
import type { ImageId, ModelId } from '#shared/ids.ts'
import { explainSuspicion, weigh } from '#statistics/suspicion/suspicion.ts'
import { isContradicted } from '#statistics/suspicion/terms/duplicates.ts'
import { terms } from '#statistics/suspicion/terms.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { usualModel } from '../models/usual-model.ts'
import { gradesToJudgeBy } from '../provenance/settled-grades.ts'
import { evidenceOfCurrent, evidenceOfLabel } from './evidence.ts'
import { withLearning } from './explain.ts'
import { learntOf, unseenPredictions } from './learn.ts'
import { asSeen, sourcesOfAll } from './sources.ts'

interface SuspectsRequest {
  readonly limit: number
  readonly boundary?: readonly [Grade, Grade] | undefined
  readonly labelSet?: string | undefined
  readonly grader?: string | undefined
  /** Whether the newest candidate will do where no model is in use. */
  readonly candidate?: boolean | undefined
}

/** The most suspicious photographs by the model in use, by the current grade or by the labels of one set; copies with different grades
 *  come first, whatever it has said or seen of them. `unscored` counts the labelled photographs that have no place in the order, by
 *  reason in `unranked`. Where a reader is named, as he may see it: nothing of what others said of photographs that he has not read. */
export function listSuspects(store: ProjectStore, request: SuspectsRequest) {
  const labels = gradesToJudgeBy(store, request.labelSet)
  const model = (request.candidate ? usualModel(store) : store.models.current())?.id ?? null
  const unseen = new Map(
    (model === null ? [] : unseenPredictions(store, model)).map((prediction) => [prediction.image, prediction]),
  )
  const sources = asSeen(sourcesOfAll(store, model ?? undefined), store.knowledge.of(request.grader))
  const { background, weights } = learntOf(store, model)
  const blind = store.readings.shownBlind(request.grader)
  const ranked = [...new Set([...unseen.keys(), ...store.related.copies().keys()])]
    .filter((image) => !blind.has(image))
    .flatMap((image) => {
      const seen = { image, probabilities: unseen.get(image)?.probabilities ?? null }
      const evidence =
        request.labelSet === undefined
          ? evidenceOfCurrent(seen, sources)
          : evidenceOfLabel(seen, sources, request.labelSet)
      if (!evidence || (evidence.probabilities === null && !isContradicted(evidence))) return []
      const { score: ownScore, suggested, values } = weigh(evidence, background, weights)
      const { label } = evidence
      // That one of the copies is wrong is certain, whichever it is.
      const score = isContradicted(evidence) ? 1 : ownScore
      return [{ image, evidence, label, suggested, score, ownScore, terms: contributions(values, weights.weights) }]
    })
    .sort((a, b) => b.score - a.score || b.ownScore - a.ownScore || a.image - b.image)
  const scored = new Set(ranked.map(({ image }) => image))
  const isSettled = (image: ImageId) => sources.current(image).state === 'adjudicated'
  const left = [...labels.keys()].filter((image) => !scored.has(image))
  const unranked = unrankedOf(store, model, left, { blind, isSettled })
  const { boundary } = request
  const wanted = boundary
    ? ranked.filter(({ label, suggested }) => boundary.includes(label) && boundary.includes(suggested))
    : ranked
  const names = store.images.names()
  const learning = new Map((model === null ? [] : store.dynamics.learning(model)).map((row) => [row.image, row]))
  return {
    model,
    inUse: model !== null && store.models.current()?.id === model,
    unscored: left.length,
    locked: [...unseen.keys()].filter((image) => blind.has(image) && labels.has(image)).length,
    unranked,
    suspects: wanted.slice(0, request.limit).map(({ image, evidence, label, suggested, score, ownScore, terms }) => {
      const known = model === null ? evidence : withLearning(store, model, evidence, learning.get(image))
      const { sentence, ungradable } = explainSuspicion(known, background, weights)
      const name = names.get(image) ?? String(image)
      return { image: name, label, suggested, ungradable, score, ownScore, sentence, terms }
    }),
  }
}

/** Why graded photographs have no place in the order, and how many. */
function unrankedOf(
  store: ProjectStore,
  model: ModelId | null,
  images: readonly ImageId[],
  known: { readonly blind: ReadonlySet<ImageId>; isSettled(image: ImageId): boolean },
): Record<'blind' | 'settled' | 'noModel' | 'unscored' | 'learnt', number> {
  const counts = { blind: 0, settled: 0, noModel: 0, unscored: 0, learnt: 0 }
  const said = model === null ? new Set<ImageId>() : store.predictions.said(model)
  for (const image of images) {
    counts[reasonOf(image)]++
  }
  return counts

  function reasonOf(image: ImageId): keyof typeof counts {
    if (known.blind.has(image)) return 'blind'
    if (known.isSettled(image)) return 'settled'
    if (model === null) return 'noModel'
    return said.has(image) ? 'learnt' : 'unscored'
  }
}

/** What each term adds to the log-odds that the label is wrong, by its name, in thousandths; terms without a say are left out. */
function contributions(values: readonly number[], weights: readonly number[]): Record<string, number> {
  const found: Record<string, number> = {}
  terms.forEach(({ name }, index) => {
    const said = Math.round(1000 * (values[index] as number) * (weights[index] as number)) / 1000
    if (said !== 0) found[name] = said
  })
  return found
}
