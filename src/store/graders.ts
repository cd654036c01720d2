import type { GraderId } from '#shared/ids.ts'
import type { WriteDb } from './connection.ts'

/** Readers, by name. A name once used is kept. */
export class Graders {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  list(): { readonly id: GraderId; readonly name: string }[] {
    return this.#db.all('SELECT id, name FROM graders ORDER BY id')
  }

  find(name: string): GraderId | undefined {
    return this.#db.get<{ id: GraderId }>('SELECT id FROM graders WHERE name = ?', [name])?.id
  }

  ensure(name: string, at: string): GraderId {
    const known = this.find(name)
    if (known !== undefined) return known
    return this.#db.run('INSERT INTO graders (name, added_at) VALUES (?, ?)', [name, at]).id as GraderId
  }
}
