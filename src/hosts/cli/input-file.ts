import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/errors.ts'
import { whyRefused } from '#shared/system-errors.ts'

/** The bytes of a file that a command was given. Throws `AppError('not_found')`. */
export async function inputBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (cause) {
    throw new AppError('not_found', `The file ${file} cannot be read: ${whyRefused(cause)}.`, { cause })
  }
}
