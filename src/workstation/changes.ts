import type { Change } from '#shared/contract/jobs.ts'

/** Tells every listener what changed. A slow listener keeps its own backlog, so none is missed. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>()

  publish(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** Every change from now until the signal is raised. */
  async *follow(signal: AbortSignal | undefined): AsyncGenerator<Change> {
    const backlog: Change[] = []
    let wake: (() => void) | undefined
    const listener = (change: Change) => {
      backlog.push(change)
      wake?.()
    }
    const stop = () => wake?.()
    this.#listeners.add(listener)
    signal?.addEventListener('abort', stop)
    try {
      while (!signal?.aborted) {
        const next = backlog.shift()
        if (next) yield next
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    } finally {
      this.#listeners.delete(listener)
      signal?.removeEventListener('abort', stop)
    }
  }
}
