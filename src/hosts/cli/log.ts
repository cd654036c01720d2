import { homedir } from 'node:os'
import { Option } from 'commander'
import { type LogLevel, logLevels } from '#shared/log.ts'
import { logFileIn } from '#workstation/log/log-file.ts'
import { lastOfLog } from '#workstation/log/read-log.ts'
import { settingsFolder } from '../settings-folder.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'

interface LogOptions {
  readonly path?: boolean
  readonly level: LogLevel
  readonly lines: number
}

export const logCommand: CommandDefinition = (answering) =>
  newCommand('log', 'what failed in the background, the last at the end')
    .option('--path', 'print only where the log lies')
    .addOption(new Option('--level <level>', 'what is as urgent, or more').choices(logLevels).default('debug'))
    .option('--lines <n>', 'how many entries', wholeNumber(1, 10_000), 50)
    .action(
      answering(async ({ environment }, { path: onlyPath, level, lines }: LogOptions) => {
        const folder = settingsFolder(process.platform, environment, environment.HOME || homedir())
        const path = logFileIn(folder)
        if (onlyPath) return { document: { path }, text: path }
        const entries = lastOfLog(folder, { level, limit: lines })
        const text = entries.map((entry) => `${entry.at} ${entry.level.padEnd(5)} ${entry.text}`).join('\n')
        return { document: { path, entries }, text: text || 'Nothing has failed that was logged.' }
      }),
    )
