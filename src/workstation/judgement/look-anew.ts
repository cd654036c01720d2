import { AppError } from '#shared/errors.ts'
import type { ImageId, ModelId, Sha256 } from '#shared/ids.ts'
import type { ModelRow } from '#store/models.ts'
import type { Prediction } from '#store/predictions.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { ComputeClient } from '../compute/client.ts'
import type { RuntimeChoice } from '../compute/runtime-choice.ts'
import { combineMembers } from '../ensembles/combine-members.ts'
import { memberRows } from '../ensembles/member-rows.ts'
import { ensembleOf } from '../models/ensemble-card.ts'
import { groupKeys } from '../provenance/group-keys.ts'
import { learntGroups } from '../provenance/learnt-groups.ts'
import { gradesToJudgeBy } from '../provenance/settled-grades.ts'
import type { EvaluationRequest } from './judge.ts'

interface Looking {
  readonly store: ProjectStore
  readonly compute: ComputeClient
  readonly runtimes: RuntimeChoice
  readonly threads: number
  readonly signal?: AbortSignal | undefined
}

/** What a model says of the photographs it is to be judged by when it averages over flipped and magnified copies. Nothing
 *  is kept. Throws `AppError('usage')` for out-of-fold predictions: the fits behind them are not kept. */
export async function lookAnew(id: ModelId, request: EvaluationRequest, looking: Looking): Promise<Prediction[]> {
  const { store, compute, signal } = looking
  if (request.split === 'out-of-fold') {
    throw new AppError('usage', 'Fits of the folds are not kept, so only the hold-out or all can be looked at anew.')
  }
  const model = store.models.get(id)
  const judged = gradesToJudgeBy(store, request.labelSet)
  const groups = groupKeys(store)
  const learnt = learntGroups(store, model, groups)
  const places = store.images.all().filter(({ image, split, sha256 }) => {
    if (request.split === 'all') return judged.has(image)
    return split === 'hold-out' && !learnt.has(groups.get(sha256) ?? sha256)
  })
  const images = new Map<Sha256, ImageId[]>()
  for (const { image, sha256 } of places) images.set(sha256, [...(images.get(sha256) ?? []), image])
  const photographs = [...new Map(places.map(({ sha256, path }) => [sha256, { hash: sha256, path }])).values()]
  const outOfFold = request.split !== 'all'
  const ensemble = ensembleOf(model)
  if (!ensemble) return await lookWith(model)
  const said = new Map<ModelId, Prediction[]>()
  for (const member of ensemble.members) said.set(member, await lookWith(store.models.get(member)))
  const rows = memberRows(store, ensemble, (member) => said.get(member) ?? [])
  const combined = await combineMembers(model.blob, rows, { store, compute, signal, learnt: new Set() })
  return combined.filter((prediction) => prediction.outOfFold === outOfFold)

  async function lookWith({ blob }: ModelRow): Promise<Prediction[]> {
    const found: Prediction[] = []
    await compute.run(
      'score',
      {
        ...{ model: blob, photographs, threads: looking.threads, testTimeAugmentation: true },
        runtime: (await looking.runtimes.resolve('auto', signal)).kind,
        blobsFolder: store.blobs.folder,
        cacheFolder: store.cacheFolder,
      },
      {
        signal,
        onEvent: (event) => {
          if (event.kind !== 'scored') return
          for (const { hash, ...said } of event.results) {
            for (const image of images.get(hash) ?? []) found.push({ ...said, image, outOfFold, fold: null })
          }
        },
      },
    )
    return found
  }
}
