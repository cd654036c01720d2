import type { ImageId } from '#shared/ids.ts'
import type { Readings } from './readings.ts'
import type { Settings } from './settings.ts'

/** What readers may know of each other's readings: all of a photograph that they have read themselves, unless the project shows
 *  it before. */
export class Knowledge {
  readonly #settings: Pick<Settings, 'read'>
  readonly #readings: Pick<Readings, 'readByOthersOnly' | 'reviewedBy'>

  constructor(settings: Pick<Settings, 'read'>, readings: Pick<Readings, 'readByOthersOnly' | 'reviewedBy'>) {
    this.#settings = settings
    this.#readings = readings
  }

  /** Of single photographs. Who has no name is no reader, and knows all. */
  of(grader: string | undefined): (image: ImageId) => boolean {
    if (grader === undefined || this.#settings.read().showOthersReadings) return () => true
    return this.#readings.reviewedBy(grader)
  }

  /** Photographs whose readings are kept from a reader. */
  hiddenFrom(grader: string): ReadonlySet<ImageId> {
    return new Set(this.#settings.read().showOthersReadings ? [] : this.#readings.readByOthersOnly(grader))
  }
}
