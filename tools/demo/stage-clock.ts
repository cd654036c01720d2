/** How long each stage of a work took, in seconds. */
export class StageClock {
  readonly #nowMs: () => number
  readonly #seconds: Record<string, number> = {}

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs
  }

  async stage<T>(name: string, work: () => Promise<T>): Promise<T> {
    const start = this.#nowMs()
    const result = await work()
    this.#seconds[name] = (this.#nowMs() - start) / 1000
    return result
  }

  /** By stage, and their sum under `total`. */
  seconds(): Readonly<Record<string, number>> {
    const total = Object.values(this.#seconds).reduce((sum, value) => sum + value, 0)
    return { ...this.#seconds, total }
  }
}
