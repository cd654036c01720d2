import type { Change } from '#shared/contract/jobs.ts'
import { assertNever } from '#shared/errors.ts'
import { api, client } from './client.ts'
import { takeOwnChange } from './own-changes.ts'
import { askProject } from './project-change.ts'
import { queryClient } from './query-client.ts'
import { useRuns } from './runs.ts'

/** Listens to the workstation for as long as the page lives; whatever was asked before a change is asked again.
 *  After a broken line everything is, since nobody knows what was missed. */
export async function followChanges(signal: AbortSignal): Promise<void> {
  for (let first = true; !signal.aborted; first = false) {
    try {
      const changes = await client.jobs.changes(undefined, { signal })
      if (!first) await askProject()
      for await (const change of changes) apply(change)
    } catch {
      if (signal.aborted) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

function apply(change: Change): void {
  switch (change.kind) {
    case 'run':
      useRuns.getState().changed(change.run)
      void invalidate(api.jobs.key(), api.training.runs.key(), api.training.run.key(), api.noisyStudent.key())
      if (change.run.state === 'done') void invalidate(api.imports.report.key(), api.quality.report.key())
      return
    case 'project':
      void askProject()
      return
    case 'photographs':
      void invalidate(
        ...[api.projects.current.key(), api.labels.key(), api.quality.key(), api.review.key()],
        ...[api.training.options.key(), api.health.key()],
      )
      return
    case 'readings':
      countsSoon()
      // The session already knows its own decisions; reading 100,000 rows after each would only slow the next.
      if (takeOwnChange(performance.now())) orderSoon()
      else void invalidate(api.review.queue.key(), api.review.photograph.key())
      return
    case 'models':
      void invalidate(
        ...[api.models.key(), api.noisyStudent.key(), api.training.options.key()],
        ...[api.review.key(), api.looking.key(), api.health.key()],
      )
      return
    default:
      assertNever(change)
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined

/** What only counts readings, or weighs all of them, can wait until the reader has the next photograph. */
function countsSoon(): void {
  clearTimeout(waiting)
  waiting = setTimeout(
    () =>
      void invalidate(
        ...[api.projects.current.key(), api.training.options.key()],
        ...[api.review.graders.key(), api.health.key()],
      ),
    250,
  )
}

/** Own decisions after which the open queue is asked for again: as many as suspicion learns from. */
const decisionsToOrder = 25
/** How long no decision is made before that: the next photographs are decoded by then, and nobody waits for one. */
const quietMs = 1_000
let decisions = 0
let quiet: ReturnType<typeof setTimeout> | undefined

/** Has what was learnt from the reader's decisions, and what he is to be asked of once more, reach the queue he reads. */
function orderSoon(): void {
  // Whoever comes back to the queue finds it out of date.
  void queryClient.invalidateQueries({ queryKey: api.review.queue.key(), refetchType: 'none' })
  decisions++
  if (decisions < decisionsToOrder) return
  clearTimeout(quiet)
  quiet = setTimeout(() => {
    decisions = 0
    void invalidate(api.review.queue.key())
  }, quietMs)
}

async function invalidate(...keys: (readonly unknown[])[]): Promise<void> {
  await Promise.all(keys.map((queryKey) => queryClient.invalidateQueries({ queryKey })))
}
