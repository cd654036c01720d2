import { create } from 'zustand'
import type { Decision, Grade } from '#shared/grades.ts'
import type { ImageId, ReadingId } from '#shared/ids.ts'
import type { Queue } from '#shared/queue.ts'
import type { Photograph } from '../../../data/contract-types.ts'
import { QueueModel } from '../queue/queue-model.ts'
import { refreshed } from '../queue/queue-refresh.ts'

/** A photograph whose record and picture are both here. */
export interface Presented {
  readonly photograph: Photograph
  readonly preview: ImageBitmap
}

export interface Notice {
  readonly tone: 'plain' | 'failure'
  readonly sentence: string
}

/** What a queue was asked for with, and when it came (milliseconds of the clock). */
export interface Asked {
  readonly request: string
  readonly atMs: number
}

export interface SessionState {
  readonly queue: QueueModel | null
  readonly asked: Asked | null
  /** Counts changes inside the queue model, so that rows are drawn again. */
  readonly revision: number
  /** Where the reader wants to be. */
  readonly selected: ImageId | null
  /** What is on the stage: the last photograph stays until the next one is ready, never a blank. */
  readonly presented: Presented | null
  /** The photograph that is on the screen now, and since when (milliseconds of the page). */
  readonly painted: { readonly image: ImageId; readonly atMs: number } | null
  readonly unavailable: { readonly image: ImageId; readonly sentence: string } | null
  readonly committing: boolean
  /** U was pressed: one more key says why. */
  readonly choosingReason: boolean
  /** The decision just stored, to be flashed on its thumbnail. */
  readonly flash: { readonly image: ImageId; readonly decision: Decision; readonly reading: ReadingId } | null
  readonly savedAt: string | null
  readonly notice: Notice | null
  /** The photograph whose labels have only just been shown, or are about to be: the second tap of a double tap comes now. */
  readonly revealing: ImageId | null
  /** Why the last key was not taken; `count` tells two of the same apart. */
  readonly refused: { readonly sentence: string; readonly count: number } | null
  /** Every photograph of the queue has been read. */
  readonly finished: boolean
  /** The grade whose heat map is wanted; null for the predicted one. */
  readonly explainedGrade: Grade | null
  /** The grade that it is set against, where two are; null for the label or the next likeliest. */
  readonly explainedAgainst: Grade | null
}

export const freshSession: SessionState = {
  queue: null,
  asked: null,
  revision: 0,
  selected: null,
  presented: null,
  painted: null,
  unavailable: null,
  committing: false,
  choosingReason: false,
  flash: null,
  savedAt: null,
  notice: null,
  revealing: null,
  refused: null,
  finished: false,
  explainedGrade: null,
  explainedAgainst: null,
}

export const useSession = create<SessionState>(() => freshSession)

export const stillStoring = 'Not taken: the last decision is still being stored.'

/** Why no decision may be made now: it is made on the photograph that the reader sees, one at a time, and knowing what is
 *  shown of it. Null where it may. */
export function whyNotDecide(session: SessionState): string | null {
  const { presented, painted, selected, committing, revealing, unavailable } = session
  if (committing) return stillStoring
  if (unavailable?.image === selected) return 'Not taken: this photograph cannot be shown.'
  if (presented?.photograph.image !== selected || painted?.image !== selected) {
    return 'Not taken: the photograph is not on the screen yet.'
  }
  if (revealing === selected) return 'Not taken: its labels have only just come up. Look, then press again.'
  return null
}

export function refuse(sentence: string): void {
  useSession.setState(({ refused }) => ({ refused: { sentence, count: (refused?.count ?? 0) + 1 } }))
}

/** The queue to go through from now on; the reader stays where he was, if that is in it, and where the same queue was only asked for
 *  again, so does what lies around him. */
export function withQueue(session: SessionState, queue: Queue, asked: Asked): Partial<SessionState> {
  const { queue: before, selected } = session
  const isSame = before !== null && asked.request === session.asked?.request
  // One that has been taken in already has all decisions since then.
  if (isSame && asked.atMs === session.asked?.atMs) return {}
  const model = isSame && before.model === queue.model ? refreshed(queue, before, selected) : new QueueModel(queue)
  const stays = selected !== null && model.indexOf(selected) !== null
  const first = model.nextUnread(-1)
  return {
    queue: model,
    asked,
    revision: session.revision + 1,
    finished: first === null && model.length > 0,
    ...(stays ? {} : { selected: model.imageAt(first ?? 0) }),
  }
}
