/** Estimates what remains of steps that take about the same time. `now`: milliseconds. */
export class TimeLeft {
  readonly #now: () => number
  readonly #started: number
  #done = 0
  #remaining: number

  constructor(steps: number, now: () => number) {
    this.#now = now
    this.#started = now()
    this.#remaining = steps
  }

  step(): void {
    this.#done += 1
    this.#remaining -= 1
  }

  /** Steps that will not be taken after all. */
  skip(steps: number): void {
    this.#remaining -= steps
  }

  /** Seconds, or null before the first step has shown how long one takes. */
  seconds(): number | null {
    if (this.#done === 0) return null
    return (((this.#now() - this.#started) / this.#done) * Math.max(0, this.#remaining)) / 1000
  }
}
