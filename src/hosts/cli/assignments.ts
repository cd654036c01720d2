import { InvalidArgumentError } from 'commander'

/** Values of `--set`, by name, as they were typed: what is set knows what kind each is. */
export type Assignments = Readonly<Record<string, string>>

const assignment = /^([A-Za-z][\w.-]*)=(.*)$/s

/** Lets `--set a=1 b=2` stand for `--set a=1 --set b=2`, without taking a word that assigns nothing. */
export function expandAssignments(words: readonly string[]): string[] {
  const expanded: string[] = []
  let assigning = false
  for (const word of words) {
    if (assigning && expanded.at(-1) !== '--set' && assignment.test(word)) expanded.push('--set')
    else if (expanded.at(-1) !== '--set') assigning = false
    if (word === '--set') assigning = true
    expanded.push(word)
  }
  return expanded
}

/** Commander's collector for a repeated `--set name=value`. */
export function collectAssignment(word: string, before: Assignments = {}): Assignments {
  const [, name, value] = assignment.exec(word) ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError('It is written name=value.')
  return { ...before, [name]: value }
}
