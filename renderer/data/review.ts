import { skipToken, useQuery } from '@tanstack/react-query'
import type { ImageId } from '#shared/ids.ts'
import { unpackQueue } from '#shared/queue.ts'
import { api, client } from './client.ts'
import type { GradeReply, GradeRequest, Photograph, QueueRequest, Suspect } from './contract-types.ts'
import { decideOnce } from './decide-once.ts'
import { expectOwnChange } from './own-changes.ts'
import { usePreferences } from './preferences.ts'
import { currentProject } from './project-change.ts'
import { queryClient } from './query-client.ts'

export function useQueue(request: QueueRequest | null) {
  const input = request ?? skipToken
  return useQuery(
    api.review.queue.queryOptions({
      input,
      select: unpackQueue,
      placeholderData: (before) => before,
      // Comparing 100,000 rows with the ones before takes longer than drawing the new ones.
      structuralSharing: false,
    }),
  )
}

/** Asks for the queue once more: what was decided since it came is in the new one. */
export const askQueueAgain = () => queryClient.invalidateQueries({ queryKey: api.review.queue.key() })

/** Asks for a photograph as the reader may see it: before he has read it, some are shown blind. */
function askedFor(image: ImageId, reader = usePreferences.getState().reader) {
  return reader === null ? { image } : { image, grader: reader }
}

export function usePhotograph(image: ImageId | null) {
  const reader = usePreferences((preferences) => preferences.reader)
  return useQuery(api.review.photograph.queryOptions({ input: image === null ? skipToken : askedFor(image, reader) }))
}

/** The photograph's record, from memory where it is known. */
export function photographOf(image: ImageId): Promise<Photograph> {
  return queryClient.fetchQuery(
    api.review.photograph.queryOptions({
      input: askedFor(image),
      gcTime: 120_000,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  )
}

/** The photograph's record if it is here and nothing has changed since. */
export function knownPhotograph(image: ImageId): Photograph | null {
  const queryKey = api.review.photograph.queryKey({ input: askedFor(image) })
  const state = queryClient.getQueryState<Photograph>(queryKey)
  return state?.data && !state.isInvalidated ? state.data : null
}

export function forgetPhotograph(image: ImageId): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: api.review.photograph.key({ input: { image } }) })
}

/** Asking again what has changed waits until the next photograph is on the screen. */
const patienceMs = 250

/** As `forgetPhotograph`, but what is on the screen now is asked again a little later. */
function forgetPhotographSoon(image: ImageId): void {
  const queryKey = api.review.photograph.key({ input: { image } })
  void queryClient.invalidateQueries({ queryKey, refetchType: 'none' })
  setTimeout(() => void forgetPhotograph(image), patienceMs)
}

/** A photograph of this number is another one in another project. */
async function sameProject(project: string | undefined): Promise<void> {
  if ((await client.projects.current())?.id === project) return
  throw new Error('Its project is no longer open. Open it again to see whether the decision was stored.')
}

/** Stores a decision, and answers when it is on disk. A broken line is waited out; the decision is made once. */
export async function decide(request: GradeRequest, knownReadings: ReadonlySet<number>): Promise<GradeReply> {
  expectOwnChange(performance.now())
  const meant = { ...request, ...currentProject() }
  const reply = await decideOnce(meant, knownReadings, {
    grade: (input) => client.review.grade(input),
    photograph: async (image) => {
      await sameProject(meant.project)
      return await client.review.photograph(askedFor(image, request.grader))
    },
    reviewed: async () => (await client.projects.current())?.reviewed ?? 0,
  })
  forgetPhotographSoon(request.image)
  return reply
}

export async function undo(grader: string) {
  expectOwnChange(performance.now())
  const undone = await client.review.undo({ grader, ...currentProject() })
  if (undone) await forgetPhotograph(undone.image)
  return undone
}

export async function redo(grader: string) {
  expectOwnChange(performance.now())
  const redone = await client.review.redo({ grader, ...currentProject() })
  if (redone) await forgetPhotograph(redone.image)
  return redone
}

/** Everyone who has read photographs of this project. */
export function useGraders(wanted: boolean) {
  return useQuery(api.review.graders.queryOptions({ enabled: wanted, retry: false }))
}

/** Every photograph that is suspicious by the current model, and why, as far as the reader may know; asked for when it is wanted,
 *  and not kept. */
export async function allSuspects(): Promise<readonly Suspect[]> {
  const { reader } = usePreferences.getState()
  const asked = reader === null ? {} : { grader: reader }
  return (await client.looking.suspects({ limit: 1_000_000, ...asked })).suspects
}

/** Has the queue here before the reader goes to it. */
export function prefetchQueue(request: QueueRequest): Promise<void> {
  return queryClient.prefetchQuery(api.review.queue.queryOptions({ input: request }))
}
