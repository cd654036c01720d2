import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { makeToken } from './server-token.ts'

const ports = z.record(z.string(), z.int().min(1).max(65_535))
const token = z.string().regex(/^[\w-]{43}$/)

/** What a page needs to find its way back after the server was started again: the token it knows and the port it was at. Both lie
 *  in the user's own folder, readable by nobody else. A file that others could have read, or that cannot be kept from them, is as
 *  good as none. */
export class ServerMemory {
  readonly #folder: string
  readonly #platform: NodeJS.Platform

  constructor(folder: string, platform: NodeJS.Platform = process.platform) {
    this.#folder = folder
    this.#platform = platform
  }

  /** The token of the last start, or one made now. `anew`: whoever knows the old one is let in no longer. */
  token(anew = false): string {
    const kept = anew ? undefined : token.safeParse(this.#read('server-token')).data
    if (kept !== undefined) return kept
    const made = makeToken()
    this.#keep('server-token', made)
    return made
  }

  /** The port that a project, or none (''), was served at last. */
  port(project: string): number | undefined {
    return this.#ports()[project]
  }

  rememberPort(project: string, port: number): void {
    this.#keep('server-ports', JSON.stringify({ ...this.#ports(), [project]: port }))
  }

  #ports(): z.infer<typeof ports> {
    try {
      return ports.parse(JSON.parse(this.#read('server-ports') ?? '{}'))
    } catch {
      return {}
    }
  }

  #read(name: string): string | undefined {
    const file = join(this.#folder, name)
    try {
      return this.#isOwn(file) ? readFileSync(file, 'utf8') : undefined
    } catch {
      return undefined
    }
  }

  /** On Windows the folder lies in the user's profile, whose rights it has. */
  #isOwn(file: string): boolean {
    const { mode, uid } = statSync(file)
    return this.#platform === 'win32' || ((mode & 0o077) === 0 && uid === process.getuid?.())
  }

  /** What cannot be kept to this user alone is not kept: the server then runs with what it has made for this start. */
  #keep(name: string, text: string): void {
    const file = join(this.#folder, name)
    const temporary = `${file}.${process.pid}`
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      if (this.#platform !== 'win32') chmodSync(this.#folder, 0o700)
      rmSync(temporary, { force: true })
      writeFileSync(temporary, text, { mode: 0o600, flag: 'wx' })
      if (this.#isOwn(temporary)) renameSync(temporary, file)
      else rmSync(temporary)
    } catch {
      // A start that remembers nothing is still a start.
    }
  }
}
