import { choosePseudoLabels, type PseudoLabel, type TaughtPhotograph } from '#learning/noisy-student/pseudo-labels.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { NoisyStudentSettings } from '#shared/recipe/noisy-student.ts'
import type { CurrentGrade } from '#store/current-grades.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { JobContext } from './job.ts'
import { learntGroups, scorePhotographs } from './score-photographs.ts'
import { groupKeys, lockedGroups } from './training-set.ts'

/** Lets a teacher label what a student may learn from besides settled grades. The teacher also looks at held-out photographs
 *  that it has no predictions for yet, so that the student can be held against it. */
export async function labelByTeacher(
  teacher: ModelRow,
  settings: NoisyStudentSettings,
  context: JobContext,
): Promise<PseudoLabel[]> {
  const { store } = context
  const photographs = photographsToTeach(store).filter(({ state }) => settings.suspects || state !== 'imported')
  const known = predictionsByHash(store, teacher)
  const learnt = learntGroups(store, teacher)
  const locked = new Set(lockedGroups(store))
  // Of a photograph whose label it learnt from, a teacher only repeats that label: what its folds said counts instead. What
  // has no label is asked again in every round, also of students that learnt an earlier teacher's word for it.
  const asked = photographs.filter(({ state, hash, group }) => {
    return !locked.has(group) && (state === 'unlabelled' || (!known.has(hash) && !learnt.has(group)))
  })
  const heldOut = store.images.all().filter(({ split, sha256 }) => split === 'hold-out' && !known.has(sha256))
  const hashes = new Set([...asked.map(({ hash }) => hash), ...heldOut.map(({ sha256 }) => sha256)])
  const none = new Map<Sha256, GradeProbabilities>()
  const said = hashes.size > 0 ? (await scorePhotographs(teacher, hashes, context)).probabilities : none
  const outOfFold = predictionsByHash(store, teacher)
  const taught = photographs.flatMap((photograph): TaughtPhotograph[] => {
    const { hash, state } = photograph
    const probabilities = (state === 'unlabelled' ? said : outOfFold).get(hash)
    return probabilities ? [{ ...photograph, probabilities }] : []
  })
  return choosePseudoLabels(taught, settings, [...locked])
}

/** What fits that never saw the photograph say of it, by content: those that count. */
export function predictionsByHash(
  store: ProjectStore,
  model: Pick<ModelRow, 'id'>,
  counts: (prediction: Prediction) => boolean = () => true,
): Map<Sha256, GradeProbabilities> {
  const hashes = new Map(store.images.all().map(({ image, sha256 }) => [image, sha256]))
  return new Map(
    store.predictions.forModel(model.id, { outOfFold: true }).flatMap((prediction) => {
      const hash = hashes.get(prediction.image)
      return hash && counts(prediction) ? [[hash, prediction.probabilities] as const] : []
    }),
  )
}

type Teachable = Omit<TaughtPhotograph, 'probabilities'> & { readonly hash: Sha256 }

/** The first of them that any file of a content is in is the content's. */
const states = ['reviewed', 'doubtful', 'imported', 'unlabelled'] as const

/** Every distinct photograph without a grade that stands, but those that screening rejected. */
export function photographsToTeach(store: ProjectStore): Teachable[] {
  const current = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const rejected = new Set(store.quality.imagesOf('reject'))
  const doubted = new Set(store.readings.doubted())
  const groups = groupKeys(store)
  const found = new Map<Sha256, Teachable>()
  for (const { image, sha256 } of store.images.all()) {
    const row = current.get(image)
    if (!row || rejected.has(image)) continue
    const state = doubted.has(image) && row.state === 'read' ? 'doubtful' : stateOf(row)
    const known = found.get(sha256)
    if (known && states.indexOf(known.state) <= states.indexOf(state)) continue
    found.set(sha256, { hash: sha256, group: groups.get(sha256) ?? sha256, state, grade: row.grade })
  }
  return [...found.values()].filter(({ state }) => state !== 'reviewed')
}

function stateOf({ state }: CurrentGrade): TaughtPhotograph['state'] {
  switch (state) {
    case 'none':
      return 'unlabelled'
    case 'unresolved':
      return 'doubtful'
    case 'imported':
      return 'imported'
    // Ungradable is a decision, too.
    default:
      return 'reviewed'
  }
}
