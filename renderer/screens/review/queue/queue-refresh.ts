import type { ImageId } from '#shared/ids.ts'
import { type Queue, rowsOfQueue } from '#shared/queue.ts'
import { QueueModel } from './queue-model.ts'

/** Decisions that may have been made between asking for the queue and its coming: far fewer than lie between a decision and
 *  the same question asked once more. */
const meanwhile = 5

/** A queue that was asked for again, taken into the hands of a reader who is at `selected` of the one before: what lies before him,
 *  his photograph and the next one, which is already decoded, keep their order, and the rest is in the new one. What he had
 *  read and is asked of once more leaves its old place for the new one. */
export function refreshed(queue: Queue, before: QueueModel, selected: ImageId | null): QueueModel {
  const notes = before.notes(meanwhile)
  const place = selected === null ? null : before.indexOf(selected)
  const model = new QueueModel(place === null ? queue : inOrder(queue, standing(queue, before, place, notes)))
  for (const [image, { current, reviewed }] of notes) model.note(image, current, reviewed)
  return model
}

/** Rows of the new queue that stand where they stood, in their order. */
function standing(
  queue: Queue,
  before: QueueModel,
  place: number,
  notes: ReturnType<QueueModel['notes']>,
): readonly number[] {
  const rows = new Map(queue.images.map((image, row) => [image, row]))
  const stand: number[] = []
  for (let index = 0; index <= Math.max(place, before.nextUnread(place) ?? place); index++) {
    const image = before.imageAt(index)
    const row = image === null ? undefined : rows.get(image)
    if (image === null || row === undefined) continue
    const isAskedAgain = before.isReviewed(index) && queue.reviewed[row] === 0 && !notes.has(image)
    if (!isAskedAgain || index === place) stand.push(row)
  }
  return stand
}

/** The queue with some of its rows first. */
function inOrder(queue: Queue, first: readonly number[]): Queue {
  const isFirst = new Uint8Array(queue.images.length)
  for (const row of first) isFirst[row] = 1
  const rows = [...first]
  for (const [row, is] of isFirst.entries()) if (is === 0) rows.push(row)
  return rowsOfQueue(queue, rows)
}
