import { type CauseInWords, causesOf } from './log-causes.ts'

/** The most urgent first. `debug` alone may hold what failures say, and with it names of photographs, people and folders. */
export const logLevels = ['error', 'warn', 'info', 'debug'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogEntry {
  readonly level: LogLevel
  /** One sentence of the application's own, without any name: kinds, numbers and ids of its own alone. */
  readonly what: string
  /** The cause, the cause of that, and so on. */
  readonly causes: readonly CauseInWords[]
}

let keep: (entry: LogEntry) => void = () => undefined

/** Says where this process's log goes; it goes nowhere before. A log is of a process, as its standard error is, so that what fails
 *  deep down need not be handed up to be told. Gives how to stop. */
export function logInto(sink: (entry: LogEntry) => void): () => void {
  keep = sink
  return () => {
    if (keep === sink) keep = () => undefined
  }
}

/** Notes a failure that nobody waits for, with its cause. */
export function logFailure(level: LogLevel, what: string, cause: unknown): void {
  keep({ level, what, causes: causesOf(cause) })
}

export function logNote(level: LogLevel, what: string): void {
  keep({ level, what, causes: [] })
}

/** Passes on an entry that another process has made. */
export function logEntry(entry: LogEntry): void {
  keep(entry)
}
