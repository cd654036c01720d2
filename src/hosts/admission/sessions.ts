import { z } from 'zod'
import { digestOf, makeSecret } from './secrets.ts'

const dayMs = 86_400_000
/** A browser that has not come for so long is let in no longer. */
const lifetimeMs = 30 * dayMs
/** Browsers that are known at once; the one that came longest ago is forgotten. */
const mostSessions = 64

export const keptSessionsSchema = z.record(z.string().regex(/^[\w-]{43}$/), z.number())
/** SHA-256 of each session's secret, and when it was used last. */
export type KeptSessions = z.infer<typeof keptSessionsSchema>

/** Where sessions outlive a host, so that an open page finds its way back after a restart. */
export interface SessionMemory {
  read(): KeptSessions
  keep(sessions: KeptSessions): void
}

/** The browsers that a host has let in: each has a secret of its own. */
export class Sessions {
  readonly #memory: SessionMemory | undefined
  readonly #now: () => number
  readonly #used: Map<string, number>

  constructor(memory?: SessionMemory, now: () => number = Date.now) {
    this.#memory = memory
    this.#now = now
    this.#used = new Map(Object.entries(memory?.read() ?? {}))
  }

  /** Lets one more browser in. Gives its secret. */
  open(): string {
    const secret = makeSecret()
    this.#touch(digestOf(secret))
    return secret
  }

  knows(secret: string): boolean {
    const digest = digestOf(secret)
    const used = this.#used.get(digest)
    if (used === undefined || used + lifetimeMs <= this.#now()) return false
    if (used + dayMs <= this.#now()) this.#touch(digest)
    return true
  }

  #touch(digest: string): void {
    this.#used.delete(digest)
    this.#used.set(digest, this.#now())
    for (const [old, used] of this.#used) {
      if (this.#used.size > mostSessions || used + lifetimeMs <= this.#now()) this.#used.delete(old)
    }
    this.#memory?.keep(Object.fromEntries(this.#used))
  }
}
