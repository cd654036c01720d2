import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { logFailure } from '#shared/log.ts'
import { keepPrivateFile, makePrivateFolder } from '#store/private-files.ts'

const settingsSchema = z.object({
  recent: z.array(z.object({ name: z.string(), folder: z.string(), openedAt: z.string() })).default([]),
})
export type Settings = z.infer<typeof settingsSchema>

const recentLimit = 20

/** What the application remembers beside projects. A damaged file is as good as none: nothing in it is a decision. */
export class SettingsFile {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  read(): Settings {
    try {
      return settingsSchema.parse(JSON.parse(readFileSync(this.#file(), 'utf8')))
    } catch {
      return { recent: [] }
    }
  }

  /** What cannot be kept, on a full disk or one that can only be read, keeps nobody from a project. */
  remember(project: { name: string; folder: string; openedAt: string }): void {
    try {
      this.#write(project)
    } catch (error) {
      logFailure('warn', 'Which project was opened last could not be kept.', error)
    }
  }

  #write(project: { name: string; folder: string; openedAt: string }): void {
    const others = this.read().recent.filter((one) => one.folder !== project.folder)
    const settings: Settings = { recent: [project, ...others].slice(0, recentLimit) }
    makePrivateFolder(this.#folder)
    keepPrivateFile(this.#file(), JSON.stringify(settings, null, 2))
  }

  #file(): string {
    return join(this.#folder, 'settings.json')
  }
}
