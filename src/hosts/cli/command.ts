import { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command found: one JSON document for programs, and the same in words for people. */
export interface Answer {
  readonly document: object
  /** Lines without a line break at the end. */
  readonly text: string
}

/** The terminal as one command sees it. */
export interface CommandTerminal extends Terminal {
  /** Whether standard output is one JSON document. */
  readonly json: boolean
}

/** Turns a command's work into a commander action that prints its answer. A command that speaks for itself gives none. */
export type Answering = <A extends unknown[]>(
  work: (terminal: CommandTerminal, ...values: A) => Promise<Answer | undefined>,
) => (...values: A) => Promise<void>

/** A command, made anew for each command line. */
export type CommandDefinition = (answering: Answering) => Command

/** A command with what all of them have. */
export function newCommand(name: string, description: string): Command {
  return new Command(name).description(description).option('--json', 'print one JSON document on standard output')
}
