import { resolveRecipe } from '#learning/recipes/recipes.ts'
import type { TrainRequest } from '#shared/contract/training.ts'
import type { Progress } from '#shared/progress.ts'
import type { TaskEvent, TaskResult } from '../../compute/protocol.ts'
import { openSession, type WorkstationContext } from '../../context.ts'
import { fitBatch } from '../../jobs/train/fit-batch.ts'
import { lockedGroups } from '../../provenance/group-keys.ts'
import { gatherTrainingSet } from '../../provenance/training-set.ts'
import { findStart } from './recipe-start.ts'

type FindRateEvent = TaskEvent<'findRate'> | ({ readonly kind: 'found' } & TaskResult<'findRate'>)

/** The progress of a range test, only the latest where the listener is slow, and at its end what it found. It is stopped by
 *  `signal`, by whatever else is asked of the compute line, and by who leaves the iteration. Throws `AppError('conflict')` while a run is at work. */
export async function* findRateEvents(
  context: WorkstationContext,
  input: TrainRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<FindRateEvent, undefined> {
  const left = new AbortController()
  let latest: TaskEvent<'findRate'> | undefined
  let wake = () => {}
  const tell = (event: TaskEvent<'findRate'>) => {
    latest = event
    wake()
  }
  const work = openSession(context).jobs.inPlaceOfRun((stopped) => rangeTest(context, input, stopped, tell), {
    can: 'learning rates can be tried',
    yields: true,
    signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
  })
  try {
    for (;;) {
      const told = new Promise<undefined>((resolve) => {
        wake = () => resolve(undefined)
      })
      const found = latest ? undefined : await Promise.race([work, told])
      if (found) {
        yield { kind: 'found', ...found }
        return
      }
      const event = latest
      latest = undefined
      if (event) yield event
    }
  } finally {
    left.abort()
    // Its failure was told already, or nobody is there to be told.
    work.catch(() => {})
  }
}

async function rangeTest(
  context: WorkstationContext,
  input: TrainRequest,
  signal: AbortSignal,
  onEvent: (event: TaskEvent<'findRate'>) => void,
): Promise<TaskResult<'findRate'>> {
  const { store } = openSession(context)
  const asked = resolveRecipe(input.recipe, input.set)
  const { parent } = await findStart(context, asked, signal)
  const { kind: runtime } = await context.runtimes.resolve(input.runtime, signal)
  const start = parent && { model: parent, blobsFolder: store.blobs.folder }
  const report = ({ stage, done, total }: Progress) => onEvent({ kind: 'progress', stage, done, total })
  // At the batch that the run will find, too.
  const recipe = asked.batchToFit
    ? await fitBatch(asked, { runtime, parent: start }, { ...context, signal, report })
    : asked
  return await context.compute.run(
    'findRate',
    {
      photographs: gatherTrainingSet(store).map(({ image: _, ...photograph }) => photograph),
      lockedGroups: lockedGroups(store),
      recipe,
      runtime,
      parent,
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads: context.threads,
    },
    { signal, onEvent },
  )
}
