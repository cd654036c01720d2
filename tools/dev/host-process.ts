import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** Changes come in bursts: an editor writes beside and renames, a branch is switched. */
const quietMs = 150

/** Keeps one process of a script running, and starts it anew when told that one of its files has changed. */
export class HostProcess {
  readonly #parameters: readonly string[]
  #child: ChildProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #turn: Promise<void> = Promise.resolve()
  #isClosed = false

  constructor(parameters: readonly string[]) {
    this.#parameters = parameters
  }

  start(...more: readonly string[]): void {
    this.#child = spawn(process.execPath, [...this.#parameters, ...more], { stdio: ['ignore', 'inherit', 'inherit'] })
  }

  restartSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#turn = this.#turn.then(() => this.#restart())
    }, quietMs)
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#turn
    await this.#end()
  }

  async #restart(): Promise<void> {
    await this.#end()
    if (!this.#isClosed) this.start('--again')
  }

  /** It closes the project first; its port and lease are free when it has ended. */
  async #end(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}
