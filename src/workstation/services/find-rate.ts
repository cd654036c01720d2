import { resolveRecipe } from '#learning/recipes.ts'
import type { TrainRequest } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import type { TaskEvent, TaskResult } from '../compute/protocol.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { startingModel } from '../jobs/starting-model.ts'
import { gatherTrainingSet, lockedGroups } from '../jobs/training-set.ts'

type FindRateEvent = TaskEvent<'findRate'> | ({ readonly kind: 'found' } & TaskResult<'findRate'>)

/** The progress of a range test, only the latest where the listener is slow, and at its end what it found. It is stopped by
 *  `signal`, and by who leaves the iteration. Throws `AppError('conflict')` while a run is at work. */
export async function* findRateEvents(
  context: WorkstationContext,
  input: TrainRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<FindRateEvent, undefined> {
  const { store, jobs } = openSession(context)
  if (jobs.list().some(({ state }) => state === 'queued' || state === 'running' || state === 'cancelling')) {
    throw new AppError('conflict', 'A run is at work; learning rates can be tried when it is done.')
  }
  const recipe = resolveRecipe(input.recipe, input.set)
  const parent = startingModel(recipe, store.models.current())
  const left = new AbortController()
  let latest: TaskEvent<'findRate'> | undefined
  let wake = () => {}
  const work = context.compute.run(
    'findRate',
    {
      photographs: gatherTrainingSet(store).map(({ hash, path, group, grade, origin }) => ({
        ...{ hash, path, group, grade, origin },
      })),
      lockedGroups: lockedGroups(store),
      recipe,
      runtime: (await context.runtimes.resolve(input.runtime)).kind,
      parent: parent?.blob ?? null,
      blobsFolder: store.blobs.folder,
      cacheFolder: store.cacheFolder,
      threads: context.threads,
    },
    {
      signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
      onEvent: (event) => {
        latest = event
        wake()
      },
    },
  )
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
