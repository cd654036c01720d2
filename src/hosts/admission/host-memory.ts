import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { logFailure } from '#shared/log.ts'
import { keepPrivateFile, makePrivateFolder } from '#store/private-files.ts'
import { makeLabel } from './secrets.ts'
import { type KeptSessions, keptSessionsSchema, type SessionMemory } from './sessions.ts'

const portsSchema = z.record(z.string(), z.int().min(1).max(65_535))
const nameSchema = z.string().regex(/^regrade-[a-z2-7]{26}\.localhost$/)
const runningSchema = z.object({ pid: z.int(), key: z.string() })

/** What a page needs to find its way back after the host was started again: the name and the port it was at, and the sessions that
 *  are let in. All of it lies in the user's own folder, readable by nobody else. A file that others could have read, or that
 *  cannot be kept from them, is as good as none. */
export class HostMemory {
  readonly #folder: string
  readonly #platform: NodeJS.Platform

  constructor(folder: string, platform: NodeJS.Platform = process.platform) {
    this.#folder = folder
    this.#platform = platform
  }

  /** The name of this user's hosts, which leads to this machine and is known to nobody else: cookies go to every port of a name. */
  ownName(): string {
    const kept = nameSchema.safeParse(this.#text('server-name')).data
    if (kept !== undefined) return kept
    const made = `regrade-${makeLabel(26)}.localhost`
    this.#keep('server-name', made)
    return made
  }

  /** The port that a project, or none (''), was served at last. */
  port(project: string): number | undefined {
    return this.#ports()[project]
  }

  rememberPort(project: string, port: number): void {
    this.#keep('server-ports', JSON.stringify({ ...this.#ports(), [project]: port }))
  }

  sessions(port: number): SessionMemory {
    const name = `server-sessions-${port}`
    return {
      read: () => this.#json(name, keptSessionsSchema) ?? {},
      keep: (sessions: KeptSessions) => this.#keep(name, JSON.stringify(sessions)),
    }
  }

  /** Lets other commands of this user make addresses of a host that runs. */
  announce(port: number, key: string): void {
    this.#keep(`server-running-${port}`, JSON.stringify({ pid: process.pid, key }))
  }

  withdraw(port: number): void {
    if (this.#json(`server-running-${port}`, runningSchema)?.pid !== process.pid) return
    rmSync(join(this.#folder, `server-running-${port}`), { force: true })
  }

  /** The key that the host at a port makes its tickets with; undefined where none runs. */
  ticketKey(port: number): string | undefined {
    const running = this.#json(`server-running-${port}`, runningSchema)
    return running && isAlive(running.pid) ? running.key : undefined
  }

  #ports(): z.infer<typeof portsSchema> {
    return this.#json('server-ports', portsSchema) ?? {}
  }

  #json<T>(name: string, schema: z.ZodType<T>): T | undefined {
    try {
      return schema.parse(JSON.parse(this.#text(name) ?? ''))
    } catch {
      return undefined
    }
  }

  #text(name: string): string | undefined {
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
    try {
      makePrivateFolder(this.#folder)
      keepPrivateFile(file, text)
      if (!this.#isOwn(file)) rmSync(file)
    } catch (error) {
      // A start that remembers nothing is still a start.
      logFailure('warn', 'What this host has to remember could not be kept.', error)
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
