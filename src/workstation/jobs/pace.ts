import type { Progress } from '#shared/progress.ts'

/** Seconds left of a stage, from its pace so far; null until a second of it has been seen. */
export class PaceClock {
  readonly #nowMs: () => number
  #stage: string | undefined
  #startMs = 0
  #startDone = 0

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  secondsLeft({ stage, done, total }: Progress): number | null {
    const nowMs = this.#nowMs()
    if (stage !== this.#stage) {
      this.#stage = stage
      this.#startMs = nowMs
      this.#startDone = done
    }
    const elapsedMs = nowMs - this.#startMs
    const advanced = done - this.#startDone
    return elapsedMs < 1000 || advanced <= 0 ? null : ((total - done) * elapsedMs) / advanced / 1000
  }
}
