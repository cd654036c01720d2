import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/errors.ts'
import type { Target } from './where-to-write.ts'

/** How long a place that was chosen may be written to, milliseconds. */
const lifetimeMs = 10 * 60_000
/** Places that were chosen and not yet written to, at most. */
const mostHandles = 64

/** Places that a person chose to write to. A page is given a handle of each and never names a path; it is good for one file. */
export class TargetHandles {
  readonly #now: () => Date
  readonly #targets = new Map<string, Target & { readonly until: number }>()

  constructor(now: () => Date) {
    this.#now = now
  }

  issue(target: Target): string {
    const handle = randomBytes(24).toString('base64url')
    const [oldest] = this.#targets.keys()
    if (this.#targets.size >= mostHandles && oldest !== undefined) this.#targets.delete(oldest)
    this.#targets.set(handle, { ...target, until: this.#now().getTime() + lifetimeMs })
    return handle
  }

  /** The place behind a handle, which is used up. Throws `AppError('usage')`. */
  take(handle: string): Target {
    const target = this.#targets.get(handle)
    this.#targets.delete(handle)
    if (target && target.until > this.#now().getTime()) return target
    throw new AppError('usage', 'The place that was chosen was written to already, or long ago. Choose it again.')
  }
}
