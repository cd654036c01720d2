import type { DatasetItem } from '#imaging/made/dataset.ts'
import { predictedGrade } from '#shared/grades.ts'
import type { ModelId } from '#shared/ids.ts'
import { orNull } from '#statistics/evaluation.ts'
import { quadraticKappa } from '#statistics/kappa.ts'
import { openProject } from '#store/open.ts'

/** Quadratic kappa of predictions by fits that never saw the photograph, against what was truly there and what the label
 *  file says. */
export interface HeldOut {
  readonly n: number
  readonly qwkTrue: number | null
  readonly qwkGiven: number | null
}

/** `holdOut`: the photographs locked away from every fit. `everyPhotograph`: those and the out-of-fold predictions. */
export function judgeHeldOut(
  project: string,
  model: ModelId,
  items: readonly DatasetItem[],
  opening: { version: string; now: string },
): { holdOut: HeldOut; everyPhotograph: HeldOut } {
  const known = new Map(items.map((item) => [item.name, item]))
  const store = openProject(project, opening)
  try {
    const images = new Map(store.images.all().map((entry) => [entry.image, entry]))
    const judged = store.predictions.forModel(model, { outOfFold: true }).flatMap(({ image, probabilities }) => {
      const entry = images.get(image)
      const item = known.get(entry?.name ?? '')
      return entry && item ? [{ ...item, split: entry.split, predicted: predictedGrade(probabilities) }] : []
    })
    return { holdOut: kappas(judged.filter(({ split }) => split === 'hold-out')), everyPhotograph: kappas(judged) }
  } finally {
    store.close()
  }
}

function kappas(judged: readonly (DatasetItem & { readonly predicted: number })[]): HeldOut {
  const predicted = judged.map((one) => one.predicted)
  const trueGrades = judged.map(({ trueGrade }) => trueGrade)
  const given = judged.map(({ givenGrade }) => givenGrade)
  return {
    n: judged.length,
    qwkTrue: orNull(quadraticKappa(trueGrades, predicted)),
    qwkGiven: orNull(quadraticKappa(given, predicted)),
  }
}
