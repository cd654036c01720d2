import { type LogEntry, type LogLevel, logLevels } from '#shared/log.ts'

/** Characters of what one failure says that are kept. */
const mostSaid = 2000

/** An entry as it stands in the file, behind time and level: causes on lines of their own, indented. Names are in it only where the log is
 *  kept at `debug`. */
export function entryText({ what, causes }: LogEntry, level: LogLevel): string {
  const lines = causes.flatMap(({ anonymous, message }) => [
    `  because ${anonymous}`,
    ...(level === 'debug' ? [`    says ${message.slice(0, mostSaid).replaceAll(/\s*\n\s*/g, ' ⏎ ')}`] : []),
  ])
  return [what.replaceAll(/\s*\n\s*/g, ' '), ...lines].join('\n')
}

export interface LoggedEntry {
  /** ISO time. */
  readonly at: string
  readonly level: LogLevel
  /** The sentence, and the causes on lines of their own. */
  readonly text: string
}

/** The entries of a log, the oldest first. What does not begin an entry belongs to the one before. */
export function readEntries(text: string): LoggedEntry[] {
  const entries: { at: string; level: LogLevel; text: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    const [, at, word, rest] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\w+) +(.*)$/.exec(line) ?? []
    const level = logLevels.find((one) => one === word)
    if (at !== undefined && level !== undefined) entries.push({ at, level, text: rest ?? '' })
    else if (line !== '') {
      const last = entries.at(-1)
      if (last) last.text += `\n${line}`
    }
  }
  return entries
}
