import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { Option } from 'commander'
import { AppError } from '#shared/errors.ts'
import { writeDurably } from '#store/durable-files.ts'
import { type Target, targetAt } from '#workstation/targets/where-to-write.ts'

/** The option of every command that writes a file. */
export const forceOption = () => new Option('--force', 'write over a file that is there')

/** The file that a command writes, found before its work. Throws what `targetAt` throws. */
export function targetFile(
  word: string,
  { force, ...around }: { readonly force?: boolean | undefined; readonly sources?: readonly string[] },
) {
  return targetAt(word, { replace: force, ...around })
}

/** Writes it, whole or not at all; folders that are not there are made. */
export async function writeTarget({ file, replace }: Target, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeDurably(file, content, { replace })
}

/** Parser of a file to write, in a folder that is there. What cannot be written is told before the work, not after it.
 *  Throws `AppError('not_found' | 'usage')`. */
export function outputFile(word: string): string {
  const folder = dirname(resolve(word))
  if (!existsSync(folder))
    throw new AppError('not_found', `There is no folder ${folder} to write ${basename(word)} in.`)
  return newFile(word)
}

/** The same where the command makes the folders that are not there. */
export function newFile(word: string): string {
  const file = resolve(word)
  if (existsSync(file) && statSync(file).isDirectory()) {
    throw new AppError('usage', `${word} is a folder; a file is written.`)
  }
  if (existsSync(file)) requireRight(file, word)
  else newFolder(dirname(file))
  return word
}

/** The same of a folder, there or not. */
export function newFolder(word: string): string {
  const folder = firstThere(resolve(word))
  if (!statSync(folder).isDirectory()) throw new AppError('usage', `${folder} is a file; nothing can be written in it.`)
  requireRight(folder, word)
  return word
}

function requireRight(path: string, word: string): void {
  try {
    accessSync(path, constants.W_OK)
  } catch (cause) {
    throw new AppError('usage', `There is no right to write ${word}.`, { cause })
  }
}

function firstThere(folder: string): string {
  return existsSync(folder) ? folder : firstThere(dirname(folder))
}
