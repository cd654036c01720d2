import { randomUUID } from 'node:crypto'

/** Photographs shown before they are imported: known by a random id for as long as the newest preview stands. */
export class Candidates {
  #paths = new Map<string, string>()

  /** Forgets the last preview's photographs and gives each of these an id. */
  replace(paths: readonly string[]): Map<string, string> {
    const ids = new Map(paths.map((path) => [path, randomUUID()]))
    this.#paths = new Map([...ids].map(([path, id]) => [id, path]))
    return ids
  }

  path(id: string): string | undefined {
    return this.#paths.get(id)
  }
}
