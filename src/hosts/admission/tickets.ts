import { makeSecret, sameSecret, seal } from './secrets.ts'

/** How long an address lets a browser in, minutes. */
const ticketMinutes = 10

/** A ticket, `EXPIRY.NONCE.SEAL`: who has the key of a running host can make one, and each is good once. */
export function makeTicket(key: string, now: number): string {
  const text = `${(now + ticketMinutes * 60_000).toString(36)}.${makeSecret()}`
  return `${text}.${seal(text, key)}`
}

/** The address that is printed; the ticket is used up by whoever opens it first. */
export function ticketUrl(port: number, ticket: string): string {
  return `http://127.0.0.1:${port}/?ticket=${ticket}`
}

/** What the addresses of one start of a host let in by. The key dies with the host, and with it every ticket. */
export class Tickets {
  readonly key: string
  readonly #now: () => number
  readonly #spent = new Map<string, number>()

  constructor(key: string, now: () => number = Date.now) {
    this.key = key
    this.#now = now
  }

  make(): string {
    return makeTicket(this.key, this.#now())
  }

  isGood(ticket: string): boolean {
    return this.#expiryOf(ticket) !== undefined && !this.#spent.has(ticket)
  }

  /** Uses a ticket up. False where it was not good. */
  spend(ticket: string): boolean {
    const expiry = this.#expiryOf(ticket)
    if (expiry === undefined || this.#spent.has(ticket)) return false
    for (const [old, until] of this.#spent) if (until <= this.#now()) this.#spent.delete(old)
    this.#spent.set(ticket, expiry)
    return true
  }

  #expiryOf(ticket: string): number | undefined {
    const [, text, expires, sealed] = /^(([0-9a-z]{1,12})\.[\w-]{43})\.([\w-]{43})$/.exec(ticket) ?? []
    if (text === undefined || expires === undefined || sealed === undefined) return undefined
    const expiry = Number.parseInt(expires, 36)
    return sameSecret(sealed, seal(text, this.key)) && expiry > this.#now() ? expiry : undefined
  }
}
