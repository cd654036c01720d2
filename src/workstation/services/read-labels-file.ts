import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { whyRefused } from '#shared/system-errors.ts'

/** The bytes of a label file, or `AppError('labels_unreadable')`. */
export function readLabelsFile(path: string): Uint8Array {
  try {
    return readFileSync(resolve(path))
  } catch (cause) {
    throw new AppError('labels_unreadable', `The label file ${path} cannot be opened: ${whyRefused(cause)}.`, { cause })
  }
}
