import { z } from 'zod'
import { type ImageId, modelIdSchema } from './ids.ts'

/** Where a photograph stands in an order by suspicion. `contradicted`: a copy of it has another grade, and it comes first. The others
 *  have no place in that order: an adjudicator settled `settled` ones, `blind` ones are read blind first, the model in use has said nothing of `unscored` ones, and has
 *  learnt from `learnt` ones, so that what it says of them shows nothing. */
export const standings = [
  'ranked',
  'contradicted',
  'blind',
  'unlabelled',
  'ungradable',
  'no-model',
  'unscored',
  'learnt',
  'settled',
] as const
export type Standing = (typeof standings)[number]

/** The review queue, a column each, all of one length, in the order of review. */
export interface Queue {
  readonly images: readonly ImageId[]
  readonly names: readonly string[]
  /** Grades, -1 for none, -2 for ungradable. */
  readonly labels: readonly number[]
  readonly current: readonly number[]
  readonly predicted: readonly number[]
  /** Thousandths; -1 for none. */
  readonly suspicion: readonly number[]
  /** 1 where this grader has an unretracted reading. */
  readonly reviewed: readonly number[]
  /** Places in `standings`. */
  readonly standing: readonly number[]
  readonly model: z.infer<typeof modelIdSchema> | null
}

/** The same as it travels, every column one text: ids parted by spaces, names by line feeds, and of the small numbers one
 *  character each, which is neither parted nor parsed. 100,000 rows pass validation and serialisation as eight values in
 *  place of eight hundred thousand. */
export const packedQueueSchema = z.object({
  images: z.string(),
  names: z.string(),
  labels: z.string(),
  current: z.string(),
  predicted: z.string(),
  suspicion: z.string(),
  reviewed: z.string(),
  standing: z.string(),
  model: modelIdSchema.nullable(),
})
export type PackedQueue = z.infer<typeof packedQueueSchema>

export function packQueue({
  images,
  names,
  labels,
  current,
  predicted,
  suspicion,
  reviewed,
  standing,
  model,
}: Queue): PackedQueue {
  return {
    images: images.join(' '),
    // A line feed is allowed in a file's name; nobody needs to see it.
    names: names.map((name) => name.replaceAll('\n', ' ')).join('\n'),
    labels: characters(labels),
    current: characters(current),
    predicted: characters(predicted),
    suspicion: characters(suspicion),
    reviewed: characters(reviewed),
    standing: characters(standing),
    model,
  }
}

export function unpackQueue(packed: PackedQueue): Queue {
  const images = packed.images === '' ? [] : packed.images.split(' ')
  return {
    images: images.map(Number) as ImageId[],
    names: images.length === 0 ? [] : packed.names.split('\n'),
    labels: numbers(packed.labels),
    current: numbers(packed.current),
    predicted: numbers(packed.predicted),
    suspicion: numbers(packed.suspicion),
    reviewed: numbers(packed.reviewed),
    standing: numbers(packed.standing),
    model: packed.model,
  }
}

/** A queue of some of its rows, in the order given. */
export function rowsOfQueue(queue: Queue, rows: readonly number[]): Queue {
  const pick = <Item>(column: readonly Item[]) => rows.map((row) => column[row] as Item)
  return {
    images: pick(queue.images),
    names: pick(queue.names),
    labels: pick(queue.labels),
    current: pick(queue.current),
    predicted: pick(queue.predicted),
    suspicion: pick(queue.suspicion),
    reviewed: pick(queue.reviewed),
    standing: pick(queue.standing),
    model: queue.model,
  }
}

/** What a number is moved by to be the code of a character: -2 to 1,000 then lie behind every control character and
 *  before every surrogate. */
const firstCode = 64
/** As many codes as a call takes as arguments everywhere. */
const codesAtOnce = 4096

function characters(values: readonly number[]): string {
  const parts: string[] = []
  for (let start = 0; start < values.length; start += codesAtOnce) {
    const codes = values.slice(start, start + codesAtOnce).map((value) => value + firstCode)
    parts.push(String.fromCharCode(...codes))
  }
  return parts.join('')
}

function numbers(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) - firstCode)
}
