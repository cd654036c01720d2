import { type Decision, type Grade, isGrade } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import type { Queue } from '#shared/queue.ts'

export interface QueueRow {
  readonly image: ImageId
  readonly name: string
  readonly label: Grade | null
  readonly current: Decision | null
  readonly predicted: Grade | null
  /** 0 to 1, or null where the photograph is not scored. */
  readonly suspicion: number | null
  readonly reviewed: boolean
}

/** What became of a photograph. */
interface Note {
  readonly current: Decision | null
  readonly reviewed: boolean
}

/** The queue as the reader goes through it: its order stands still while photographs are read. A column each, since
 *  100,000 rows as objects would cost more to make than to show. */
export class QueueModel {
  readonly #queue: Queue
  readonly #current: Int8Array
  readonly #reviewed: Uint8Array
  readonly #places: ReadonlyMap<ImageId, number>
  /** Those noted last come last. */
  readonly #notes = new Map<ImageId, Note>()
  #reviewedCount: number

  constructor(queue: Queue) {
    this.#queue = queue
    this.#current = Int8Array.from(queue.current)
    this.#reviewed = Uint8Array.from(queue.reviewed)
    this.#places = new Map(queue.images.map((image, index) => [image, index]))
    this.#reviewedCount = this.#reviewed.reduce((sum, one) => sum + one, 0)
  }

  get length(): number {
    return this.#queue.images.length
  }

  get reviewedCount(): number {
    return this.#reviewedCount
  }

  get model(): Queue['model'] {
    return this.#queue.model
  }

  imageAt(index: number): ImageId | null {
    return this.#queue.images[index] ?? null
  }

  indexOf(image: ImageId): number | null {
    return this.#places.get(image) ?? null
  }

  isReviewed(index: number): boolean {
    return this.#reviewed[index] === 1
  }

  row(index: number): QueueRow | null {
    const image = this.#queue.images[index]
    if (image === undefined) return null
    const suspicion = this.#queue.suspicion[index] ?? -1
    return {
      image,
      name: this.#queue.names[index] ?? '',
      label: gradeOf(this.#queue.labels[index]),
      current: this.#current[index] === -2 ? 'ungradable' : gradeOf(this.#current[index]),
      predicted: gradeOf(this.#queue.predicted[index]),
      suspicion: suspicion < 0 ? null : suspicion / 1000,
      reviewed: this.isReviewed(index),
    }
  }

  /** Where to go on after `index`: the next photograph this reader has not read, then those left further up; null when
   *  none is left. */
  nextUnread(index: number): number | null {
    const after = this.#reviewed.indexOf(0, index + 1)
    if (after >= 0) return after
    const before = this.#reviewed.indexOf(0)
    return before >= 0 && before !== index ? before : null
  }

  /** The next few photographs that are likely to be wanted, nearest first. */
  ahead(index: number, count: number): ImageId[] {
    const wanted: number[] = []
    let place: number | null = index
    while (wanted.length < count) {
      place = this.nextUnread(place)
      if (place === null || wanted.includes(place) || place === index) break
      wanted.push(place)
    }
    for (const neighbour of [index + 1, index - 1]) if (!wanted.includes(neighbour)) wanted.push(neighbour)
    return wanted.flatMap((one) => this.imageAt(one) ?? [])
  }

  /** Up to `limit` rows whose names hold the text. */
  search(text: string, limit: number): { readonly image: ImageId; readonly name: string }[] {
    const wanted = text.trim().toLowerCase()
    const found: { image: ImageId; name: string }[] = []
    if (!wanted) return found
    const { names, images } = this.#queue
    for (let index = 0; index < names.length && found.length < limit; index++) {
      const image = images[index]
      const name = names[index]
      if (image !== undefined && name?.toLowerCase().includes(wanted)) found.push({ image, name })
    }
    return found
  }

  /** Notes what has become of a photograph since the queue was asked for. */
  note(image: ImageId, current: Decision | null, reviewed: boolean): void {
    const index = this.#places.get(image)
    if (index === undefined) return
    this.#notes.delete(image)
    this.#notes.set(image, { current, reviewed })
    this.#reviewedCount += Number(reviewed) - (this.#reviewed[index] ?? 0)
    this.#reviewed[index] = Number(reviewed)
    this.#current[index] = current === null ? -1 : current === 'ungradable' ? -2 : current
  }

  /** The last few photographs that something was noted of. */
  notes(last: number): ReadonlyMap<ImageId, Note> {
    return new Map([...this.#notes].slice(-last))
  }
}

function gradeOf(value: number | undefined): Grade | null {
  return isGrade(value) ? value : null
}
