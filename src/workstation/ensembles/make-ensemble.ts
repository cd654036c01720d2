import type { CombineRequest } from '#shared/ensembles.ts'
import { AppError } from '#shared/errors.ts'
import type { ModelId } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { JobContext } from '../job.ts'
import { type EnsembleCard, ensembleOf } from '../models/ensemble-card.ts'
import { requireTrained } from '../models/untrained.ts'
import { lockedGroups } from '../provenance/group-keys.ts'
import { gatherTrainingSet, type TrainingItem } from '../provenance/training-set.ts'
import { rankAll } from '../suspicion/rank.ts'
import { combineMembers } from './combine-members.ts'
import { type MemberRow, memberRows } from './member-rows.ts'

type EnsembleContext = Pick<JobContext, 'store' | 'compute' | 'now' | 'signal'>

/** Any fixed number: the same members and grades make the same ensemble. */
const seed = 1

/** A graded photograph that a meta-learner is fitted to. */
type LearntRow = TrainingItem & { readonly features: readonly number[]; readonly risks: Prediction['oedema'] }

/** Makes models of the project into one, as a candidate, with its predictions of every photograph that all of them have
 *  seen or scored. A meta-learner is fitted to out-of-fold probabilities of graded photographs outside the hold-out.
 *  Throws `AppError('usage')` for members that cannot be combined, `AppError('too_few_photographs')` where there is too
 *  little to fit one to. */
export async function makeEnsemble(request: CombineRequest, context: EnsembleContext): Promise<ModelId> {
  const { store, compute, now, signal } = context
  const members = checkMembers(store, request)
  const card: EnsembleCard = { members: members.map(({ id }) => id), by: request.by, eyes: request.eyes }
  const rows = memberRows(store, card)
  const learnt = request.by === 'average' ? [] : learntRows(store, rows)
  const { model: blob, outOfFold } = await compute.run(
    'fitEnsemble',
    {
      members: members.map((member) => member.blob),
      by: request.by,
      eyes: request.eyes,
      cases: learnt.map(({ features, grade, group }) => ({ features: [...features], grade, group })),
      seed,
      blobsFolder: store.blobs.folder,
    },
    { signal },
  )
  const groups = new Set(learnt.map(({ group }) => group))
  const others = await combineMembers(blob, rows, { store, compute, signal, learnt: groups })
  const ofCases = learnt.flatMap(({ image, risks }, index): Prediction[] => {
    const said = outOfFold[index]
    return said ? [{ image, outOfFold: true, ...said, oedema: risks }] : []
  })
  const at = now().toISOString()
  return store.transaction(() => {
    const snapshot =
      learnt.length === 0
        ? null
        : store.snapshots.create(
            learnt.map(({ image, grade, group, origin }, index) => ({
              ...{ image, grade, group, origin, part: 'train', pseudo: null },
              fold: outOfFold[index]?.fold ?? null,
            })),
            at,
          )
    const name = request.name ?? members.map((member) => member.name).join(' + ')
    const model = store.models.add(
      {
        ...{ name, architecture: 'ensemble', head: request.by, blob, snapshot },
        ...{ parent: null, run: null, status: 'candidate' },
        card: { ensemble: card, photographs: learnt.length },
      },
      at,
    )
    store.predictions.put(model, [...others, ...ofCases], at)
    rankAll(store, model)
    store.events.append({ at, who: 'workstation', what: 'models.combine', details: { model, ...card } })
    return model
  })
}

/** The models that are asked for. Throws `AppError('usage')` where they cannot be combined. */
export function checkMembers(store: ProjectStore, { members, by, eyes }: CombineRequest): ModelRow[] {
  const rows = [...new Set(members)].map((id) => store.models.get(id))
  if (rows.length < 2) throw new AppError('usage', 'An ensemble has at least two different members.')
  for (const row of rows) requireTrained(row, 'be a member of an ensemble')
  const nested = rows.find((row) => ensembleOf(row))
  if (nested) throw new AppError('usage', `Model ${nested.id} is an ensemble itself; name its members instead.`)
  if (eyes && by === 'average') {
    throw new AppError('usage', 'Both eyes are combined by a meta-learner; choose another way than the average.')
  }
  return rows
}

/** Graded photographs outside the hold-out that every member has an out-of-fold prediction of. */
function learntRows(store: ProjectStore, rows: readonly MemberRow[]): LearntRow[] {
  const locked = new Set(lockedGroups(store))
  const byImage = new Map(rows.map((row) => [row.entry.image, row]))
  return gatherTrainingSet(store).flatMap((item) => {
    const row = byImage.get(item.image)
    return row?.unseen && !locked.has(item.group) ? [{ ...item, features: row.unseen, risks: row.oedema.unseen }] : []
  })
}
