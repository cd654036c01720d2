import type { ImageId, Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import type { ModelRow } from '#store/models.ts'
import type { TaskEvent } from '../../compute/protocol.ts'
import { type Scored, scoreEnsemble } from '../../ensembles/score-ensemble.ts'
import type { JobContext } from '../../job.ts'
import { ensembleOf } from '../../models/ensemble-card.ts'
import { groupKeys } from '../../provenance/group-keys.ts'
import { learntGroups } from '../../provenance/learnt-groups.ts'
import { noteCopies } from '../../provenance/note-copies.ts'

/** Keeps a model's probabilities of photographs, those of these hashes or all, and gives them. Where the model never learnt
 *  from the photograph's group they are out-of-fold. What cannot be read is left out. */
export async function scorePhotographs(
  model: ModelRow,
  hashes: ReadonlySet<Sha256> | null,
  context: JobContext,
): Promise<Scored> {
  const { store, compute, runtimes, signal, report, now, run, threads } = context
  const ensemble = ensembleOf(model)
  if (ensemble) return await scoreEnsemble(model, ensemble, hashes, context, scorePhotographs)
  const byHash = new Map<Sha256, { path: string; images: ImageId[] }>()
  for (const { image, sha256, path } of store.images.all()) {
    if (hashes && !hashes.has(sha256)) continue
    const known = byHash.get(sha256)
    if (known) known.images.push(image)
    else byHash.set(sha256, { path, images: [image] })
  }
  noteCopies(store)
  const groups = groupKeys(store)
  const learnt = learntGroups(store, model, groups)
  const probabilities = new Map<Sha256, GradeProbabilities>()
  let images = 0
  const put = (results: Extract<TaskEvent<'score'>, { kind: 'scored' }>['results']) => {
    const rows = results.flatMap(({ hash, ...said }) => {
      const outOfFold = !learnt.has(groups.get(hash) ?? hash)
      return (byHash.get(hash)?.images ?? []).map((image) => ({ ...said, image, outOfFold, fold: null }))
    })
    images += rows.length
    for (const result of results) probabilities.set(result.hash, result.probabilities)
    const embeddings = rows.flatMap(({ image, embedding }) => (embedding ? [{ image, vector: embedding }] : []))
    store.transaction(() => {
      store.predictions.put(model.id, rows, now().toISOString())
      store.embeddings.put(model.id, embeddings)
    })
  }
  const { imagesPerSecond } = await compute.run(
    'score',
    {
      model: model.blob,
      // In the order of their hashes, so that two projects with the same photographs make the same batches.
      photographs: [...byHash].map(([hash, { path }]) => ({ hash, path })).sort((a, b) => (a.hash < b.hash ? -1 : 1)),
      runtime: (await runtimes.resolve('auto', signal)).kind,
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads,
    },
    {
      signal,
      onEvent: (event) => {
        if (event.kind === 'progress') report(event)
        else if (event.kind === 'device') store.runs.setRuntime(run, event.runtime, event.device)
        else if (event.kind === 'scored') put(event.results)
      },
    },
  )
  return { probabilities, images, imagesPerSecond }
}
