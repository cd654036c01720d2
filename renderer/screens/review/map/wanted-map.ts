import type { MapMethod } from '#shared/contract/looking.ts'
import { type Grade, grades, predictedGrade } from '#shared/grades.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ExplainRequest, Photograph } from '../../../data/contract-types.ts'
import { usePreferences } from '../../../data/preferences.ts'
import { useStage } from '../../../viewer/stage-store.ts'
import { useSession } from '../session/session.ts'
import { looksAtLayers } from './map-methods.ts'

/** What the reader has chosen of the heat map. */
export interface MapChoice {
  readonly method: MapMethod
  /** None for the usual layer. */
  readonly layers: readonly string[]
  /** Whether one grade is set against another. */
  readonly compares: boolean
  /** Null where he has chosen none. */
  readonly grade: Grade | null
  readonly against: Grade | null
}

type Known = Pick<Photograph, 'image' | 'prediction' | 'labels'>

/** What to ask for, or null where no model has looked at the photograph, or nobody may know what it says of it yet. */
export function wantedMap(photograph: Known, choice: MapChoice): ExplainRequest | null {
  const { image, prediction } = photograph
  if (!prediction) return null
  const { method, compares, grade } = choice
  const drawn = { image, method, layers: looksAtLayers(method) ? [...choice.layers] : [] }
  if (!compares) return grade === null ? drawn : { ...drawn, grade }
  const [first, against] = comparedGrades(photograph, prediction.probabilities, choice)
  return { ...drawn, grade: first, against }
}

/** The grade in question and the one that it is set against: what the reader chose; else what the model says, against the
 *  label, or against what it takes for the next likeliest where the label says the same. */
function comparedGrades(
  { labels }: Pick<Known, 'labels'>,
  probabilities: GradeProbabilities,
  chosen: Pick<MapChoice, 'grade' | 'against'>,
): readonly [Grade, Grade] {
  const grade = chosen.grade ?? predictedGrade(probabilities)
  const label = labels.find(({ counts }) => counts)?.grade ?? null
  const candidates = [chosen.against, label].filter((one) => one !== null && one !== grade)
  return [grade, candidates[0] ?? likeliestBut(grade, probabilities)]
}

function likeliestBut(grade: Grade, probabilities: GradeProbabilities): Grade {
  const others = grades.filter((one) => one !== grade)
  return others.reduce((best, one) => (probabilities[one] > probabilities[best] ? one : best))
}

export function useMapChoice(): MapChoice {
  const { mapMethod: method, mapLayers: layers } = usePreferences()
  const compares = useStage((stage) => stage.look.comparing)
  const { explainedGrade: grade, explainedAgainst: against } = useSession()
  return { method, layers, compares, grade, against }
}

/** What is chosen for a photograph that the reader has not come to yet: its grades are not. */
export function choiceAhead(): MapChoice {
  const { mapMethod: method, mapLayers: layers } = usePreferences.getState()
  return { method, layers, compares: useStage.getState().look.comparing, grade: null, against: null }
}
