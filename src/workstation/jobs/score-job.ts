import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import { type ImageId, modelIdSchema, type Sha256 } from '#shared/ids.ts'
import type { GradeProbabilities } from '#shared/probabilities.ts'
import { rankAll } from '../suspicion/rank.ts'
import type { Job, JobContext } from './job.ts'
import { groupKeys } from './training-set.ts'

export const scoreJobRequestSchema = z.object({ model: modelIdSchema })

/** The main fit's probabilities of every photograph; where it never saw the photograph's group they are out-of-fold. */
export const scoreJob: Job = {
  kind: 'score',
  resumable: false,
  execute: async (request, context) => await score(scoreJobRequestSchema.parse(request).model, context),
}

async function score(id: z.infer<typeof modelIdSchema>, context: JobContext) {
  const { store, compute, signal, report, now, run } = context
  const model = store.models.find(id)
  if (!model) throw new AppError('model_missing', `There is no model ${id} in this project.`)
  const byHash = new Map<Sha256, { path: string; images: ImageId[] }>()
  for (const { image, sha256, path } of store.images.all()) {
    const known = byHash.get(sha256)
    if (known) known.images.push(image)
    else byHash.set(sha256, { path, images: [image] })
  }
  const groups = groupKeys(store)
  const learntFrom = new Set(
    model.snapshot === null
      ? []
      : store.snapshots.items(model.snapshot).flatMap((item) => (item.part === 'hold-out' ? [] : [item.group])),
  )
  let images = 0
  const put = (results: readonly { hash: Sha256; probabilities: GradeProbabilities }[]) => {
    const rows = results.flatMap(({ hash, probabilities }) => {
      const outOfFold = !learntFrom.has(groups.get(hash) ?? hash)
      return (byHash.get(hash)?.images ?? []).map((image) => ({ image, outOfFold, fold: null, probabilities }))
    })
    images += rows.length
    store.transaction(() => store.predictions.put(id, rows, now().toISOString()))
  }
  const { imagesPerSecond } = await compute.run(
    'score',
    {
      model: model.blob,
      photographs: [...byHash].map(([hash, { path }]) => ({ hash, path })),
      runtime: await context.runtimes.resolve('auto'),
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads: context.threads,
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
  rankAll(store, id)
  context.changes.publish({ kind: 'models' })
  return { model: id, images, imagesPerSecond }
}
