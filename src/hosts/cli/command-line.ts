import { Command } from 'commander'
import { applicationVersion } from '../application.ts'
import { expandAssignments } from './assignments.ts'
import type { Answering, CommandDefinition } from './command.ts'
import { exitCodes, failureOf } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** Runs one command line to its end and gives the exit code: 0 done, 1 failed, 2 wrong usage. With `--json` standard
 *  output is exactly one document, the failure's own where it failed. */
export async function runCommandLine(
  words: readonly string[],
  definitions: readonly CommandDefinition[],
  terminal: Terminal,
): Promise<number> {
  const json = words.includes('--json')
  const print = (document: object) => terminal.out(`${JSON.stringify(document)}\n`)
  const answering: Answering =
    (work) =>
    async (...values) => {
      const answer = await work({ ...terminal, json }, ...values)
      if (!answer) return
      if (json) print(answer.document)
      else if (answer.text !== '') terminal.out(`${answer.text}\n`)
    }
  const program = makeProgram(definitions, answering, terminal)
  try {
    await program.parseAsync(expandAssignments(words), { from: 'user' })
    return exitCodes.done
  } catch (error) {
    const failure = failureOf(error)
    if (!failure) return exitCodes.done
    const { exitCode, code, message, details } = failure
    if (json) print({ error: { code, message, details } })
    else terminal.err(`${message}\n`)
    return exitCode
  }
}

function makeProgram(definitions: readonly CommandDefinition[], answering: Answering, terminal: Terminal): Command {
  const program = new Command('regrade')
    .description('Relabel diabetic-retinopathy photographs whose grades are noisy, and retrain on the corrections.')
    .version(applicationVersion())
    .option('--json', 'print one JSON document on standard output')
    .exitOverride()
    // Failures are told once, by runCommandLine.
    .configureOutput({ writeOut: terminal.out, writeErr: () => undefined })
  for (const define of definitions) adopt(program, define(answering))
  return program
}

/** Commander hands settings down only to commands it makes itself. */
function adopt(parent: Command, child: Command): void {
  parent.addCommand(child)
  inherit(parent, child)
}

function inherit(parent: Command, child: Command): void {
  child.copyInheritedSettings(parent)
  for (const grandchild of child.commands) inherit(child, grandchild)
}
