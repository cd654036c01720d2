/** Passes values on in the order of their indices, whatever order they come in. */
export class InOrder<T> {
  readonly #pass: (value: T) => void
  readonly #waiting = new Map<number, T>()
  #next = 0

  constructor(pass: (value: T) => void) {
    this.#pass = pass
  }

  put(index: number, value: T): void {
    this.#waiting.set(index, value)
    for (;;) {
      const value = this.#waiting.get(this.#next)
      if (value === undefined) return
      this.#waiting.delete(this.#next++)
      this.#pass(value)
    }
  }

  /** Passes on what is left, over the gaps: no more will come. */
  flush(): void {
    const rest = [...this.#waiting].sort(([a], [b]) => a - b)
    this.#waiting.clear()
    for (const [, value] of rest) this.#pass(value)
  }
}
