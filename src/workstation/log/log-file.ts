import { closeSync, openSync, readSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import log from 'electron-log/node'
import { type LogEntry, type LogLevel, logInto, logLevels } from '#shared/log.ts'
import { makePrivateFolder } from '#store/private-files.ts'
import { entryText } from './log-text.ts'

/** So large a file becomes the old one, in place of the one that was: about ten thousand lines. */
const maxBytes = 1024 * 1024

export interface LogOptions {
  /** The user's own folder of the application. */
  readonly folder: string
  readonly level: LogLevel
  readonly now: () => Date
  readonly maxBytes?: number
}

export function logFileIn(folder: string): string {
  return join(folder, 'log', 'regrade.log')
}

export function oldLogFileIn(folder: string): string {
  return join(folder, 'log', 'regrade.old.log')
}

/** The level that `REGRADE_LOG` asks for; `info`, which holds no names, where it asks for none. */
export function logLevelOf({ REGRADE_LOG: asked }: Readonly<Record<string, string | undefined>>): LogLevel {
  return logLevels.find((level) => level === asked) ?? 'info'
}

/** Keeps this process's log in a file that its user alone can read, several processes in the same one. Gives how to stop. A log that
 *  cannot be written, on a full disk or in a folder of another user, keeps nothing from being done. */
export function keepLog({ folder, level, now, maxBytes: most = maxBytes }: LogOptions): () => void {
  const file = logFileIn(folder)
  const logger = log.create({ logId: file })
  const { file: transport, console: terminal, ipc, remote } = logger.transports
  // The library would tell a terminal what it cannot write.
  Object.assign(terminal, { level: false, writeFn: () => undefined })
  Object.assign(log.transports.console, { writeFn: () => undefined })
  for (const other of [ipc, remote]) if (other) other.level = false
  transport.resolvePathFn = () => file
  transport.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' }
  transport.format = ({ data }) => data
  transport.level = level
  transport.maxSize = most
  transport.archiveLogFn = () => rotate(folder, most)
  let before = ''
  let again = 0
  const write = (one: LogLevel, text: string) => logger[one](`${now().toISOString()} ${one.padEnd(5)} ${text}`)
  return logInto((entry: LogEntry) => {
    if (logLevels.indexOf(entry.level) > logLevels.indexOf(level)) return
    const text = entryText(entry, level)
    // What fails for each of a thousand photographs would drive everything else out of the file.
    if (text === before) {
      again++
      return
    }
    try {
      makePrivateFolder(join(folder, 'log'))
      if (again > 0) write('info', `The line above came ${again} times more.`)
      write(entry.level, text)
    } catch {
      // As above: there is nowhere left to say so.
    }
    before = text
    again = 0
  })
}

/** Another process may have done so a moment ago: what is small now is the new file. */
function rotate(folder: string, most: number): void {
  const file = logFileIn(folder)
  try {
    if (statSync(file).size > most) renameSync(file, oldLogFileIn(folder))
  } catch {
    // It is gone, which is as good.
  }
}

/** The end of a file, from the beginning of a line on; nothing where it cannot be read. */
export function endOfFile(file: string, bytes: number): string {
  try {
    const { size } = statSync(file)
    const descriptor = openSync(file, 'r')
    try {
      const buffer = Buffer.alloc(Math.min(size, bytes))
      const read = readSync(descriptor, buffer, 0, buffer.length, size - buffer.length)
      const text = buffer.toString('utf8', 0, read)
      return size > bytes ? text.slice(text.indexOf('\n') + 1) : text
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}
