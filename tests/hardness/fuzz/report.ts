import { AppError } from '#shared/errors.ts'

/** What came of many odd inputs. */
export interface FuzzReport {
  readonly inputs: number
  /** How many ended how: `read`, or the code of the failure. */
  readonly outcomes: Readonly<Record<string, number>>
  /** What is no outcome to want, by input; none. */
  readonly complaints: readonly string[]
  readonly longestMs: number
  readonly longest: string
  /** Most memory of the process while it went on, bytes. */
  readonly peakBytes: number
}

/** Only a guard against what never ends: a slow machine is no fault. */
const hangingMs = 60_000
const longestSentence = 700

/** What a person is never told: an object, a stack, the system's letters for a failure. */
const raw =
  /\n|[{}]|\[object|\bat .+:\d+:\d+|\b(?:ENOENT|EACCES|EISDIR|ENOTDIR|EIO|ENXIO|EINVAL|ELOOP)\b|ZodError|undefined/

/** What is amiss with a sentence, or null. What it quotes is the input's own. */
export function amissIn(sentence: string): string | null {
  const told = sentence.replaceAll(/["“].*["”]/gs, '""')
  if (raw.test(told)) return `raw: ${sentence.slice(0, 300)}`
  return sentence.length > longestSentence ? `${sentence.length} characters: ${sentence.slice(0, 300)}` : null
}

/** The outcome of a failure, and what is amiss with it. Lines of advice to copy stand below some sentences. */
export function outcomeOf(error: unknown): { readonly code: string; readonly amiss: string | null } {
  if (!(error instanceof AppError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { code: 'thrown', amiss: `no AppError: ${stack.slice(0, 600)}` }
  }
  const { lines } = error.details
  const sentence = Array.isArray(lines) ? (error.message.split('\n')[0] ?? '') : error.message
  const unforeseen = error.code === 'internal' ? `internal: ${error.message} ${String(error.cause)}` : null
  return { code: error.code, amiss: amissIn(sentence) ?? unforeseen }
}

/** Gathers what comes of inputs, one after another. */
export class FuzzLog {
  #inputs = 0
  #longestMs = 0
  #longest = ''
  #peakBytes = 0
  readonly #outcomes: Record<string, number> = {}
  readonly #complaints: string[] = []

  /** Reads one input. `read` gives sentences that people are told of what was read. */
  async take(name: string, read: () => readonly string[] | Promise<readonly string[]>): Promise<void> {
    const started = performance.now()
    let code = 'read'
    try {
      for (const sentence of await read()) this.#complain(name, amissIn(sentence))
    } catch (error) {
      const outcome = outcomeOf(error)
      code = outcome.code
      this.#complain(name, outcome.amiss)
    }
    const took = performance.now() - started
    if (took > hangingMs) this.#complain(name, `took ${Math.round(took)} ms`)
    if (took > this.#longestMs) {
      this.#longestMs = took
      this.#longest = name
    }
    this.#inputs++
    this.#outcomes[code] = (this.#outcomes[code] ?? 0) + 1
    this.#peakBytes = Math.max(this.#peakBytes, process.memoryUsage.rss())
  }

  #complain(name: string, amiss: string | null): void {
    if (amiss !== null) this.#complaints.push(`${name}: ${amiss}`)
  }

  report(): FuzzReport {
    return {
      ...{ inputs: this.#inputs, outcomes: this.#outcomes, complaints: this.#complaints },
      ...{ longestMs: Math.round(this.#longestMs), longest: this.#longest, peakBytes: this.#peakBytes },
    }
  }
}
