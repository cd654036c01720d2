import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { logEndOfProcess } from '#workstation/log/end-of-process.ts'
import { applicationFolder } from '../application.ts'
import { runCommandLine } from './command-line.ts'
import { commands } from './commands.ts'
import { processTerminal } from './terminal.ts'

/** npm runs its scripts in the checkout; paths are meant from where it was called. */
function returnToCaller(): void {
  const { npm_lifecycle_event: script, INIT_CWD: caller } = process.env
  const movedByNpm = (script === 'regrade' || script === 'demo') && relative(applicationFolder, process.cwd()) === ''
  if (movedByNpm && caller !== undefined && existsSync(caller)) process.chdir(caller)
}

returnToCaller()
logEndOfProcess()
const terminal = processTerminal()
const exitCode = await runCommandLine(process.argv.slice(2), commands, terminal)
await terminal.flush()
// What a failed command left open must not keep a finished one waiting.
process.exit(exitCode)
