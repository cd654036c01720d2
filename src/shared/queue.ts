import { z } from 'zod'
import { type ImageId, modelIdSchema } from './ids.ts'

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
  readonly model: z.infer<typeof modelIdSchema> | null
}

/** The same as it travels: every column one text, names parted by line feeds, numbers by spaces. 100,000 rows pass
 *  validation and serialisation as seven values in place of seven hundred thousand. */
export const packedQueueSchema = z.object({
  images: z.string(),
  names: z.string(),
  labels: z.string(),
  current: z.string(),
  predicted: z.string(),
  suspicion: z.string(),
  reviewed: z.string(),
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
  model,
}: Queue): PackedQueue {
  return {
    images: images.join(' '),
    // A line feed is allowed in a file's name; nobody needs to see it.
    names: names.map((name) => name.replaceAll('\n', ' ')).join('\n'),
    labels: labels.join(' '),
    current: current.join(' '),
    predicted: predicted.join(' '),
    suspicion: suspicion.join(' '),
    reviewed: reviewed.join(' '),
    model,
  }
}

export function unpackQueue(packed: PackedQueue): Queue {
  const images = numbers(packed.images)
  return {
    images: images as ImageId[],
    names: images.length === 0 ? [] : packed.names.split('\n'),
    labels: numbers(packed.labels),
    current: numbers(packed.current),
    predicted: numbers(packed.predicted),
    suspicion: numbers(packed.suspicion),
    reviewed: numbers(packed.reviewed),
    model: packed.model,
  }
}

function numbers(text: string): number[] {
  return text === '' ? [] : text.split(' ').map(Number)
}
