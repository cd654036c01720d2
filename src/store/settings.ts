import { z } from 'zod'
import { type ProjectSettings, projectSettingsSchema } from '#shared/contract/projects.ts'
import type { WriteDb } from './connection.ts'
import { parseColumn } from './json-columns.ts'

/** What a project has chosen; what it never chose is as it comes. */
export class Settings {
  readonly #db: WriteDb

  constructor(db: WriteDb) {
    this.#db = db
  }

  read(): ProjectSettings {
    const rows = this.#db.tuples<[string, string]>('SELECT name, value FROM project_settings')
    const kept = rows.map(([name, value]) => [name, parseColumn(z.json(), value, 'project_settings.value')])
    return projectSettingsSchema.parse(Object.fromEntries(kept))
  }

  change(chosen: ProjectSettings): void {
    this.#db.transaction(() => {
      for (const [name, value] of Object.entries(chosen)) {
        this.#db.run(
          `INSERT INTO project_settings (name, value) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
          [name, JSON.stringify(value)],
        )
      }
    })
  }
}
