import { type LogLevel, logLevels } from '#shared/log.ts'
import { endOfFile, logFileIn, oldLogFileIn } from './log-file.ts'
import { type LoggedEntry, readEntries } from './log-text.ts'

/** Bytes of each of the two files that are looked at. */
const bytesRead = 512 * 1024

/** The last entries of the log, the oldest first. `level`: those that are as urgent, or more. */
export function lastOfLog(folder: string, { level, limit }: { level: LogLevel; limit: number }): LoggedEntry[] {
  const text = [oldLogFileIn(folder), logFileIn(folder)].map((file) => endOfFile(file, bytesRead)).join('')
  const wanted = logLevels.slice(0, logLevels.indexOf(level) + 1)
  return readEntries(text)
    .filter((entry) => wanted.includes(entry.level))
    .slice(-limit)
}
