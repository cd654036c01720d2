import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { shortened } from '#shared/quote.ts'

/** Bytes `offset` to `offset + length` of a file that a model names for its weights.
 *  Throws `AppError('model_unreadable')`. */
export type ExternalData = (location: string, offset: number, length: number) => Uint8Array

/** For a model that is handed over as bytes. */
export const noExternalData: ExternalData = () => {
  throw new AppError('model_unreadable', 'The weights lie in a file of their own, which was not given.')
}

/** Reads weights that lie beside one model, in `folder` or below it, and nowhere else, by whatever path or link. Nothing
 *  is allocated for bytes that a file does not have, nor for more in all than it has. */
export function externalDataIn(folder: string): ExternalData {
  const taken = new Map<string, number>()
  return (location, offset, length) => {
    const path = pathInside(folder, location)
    const { size } = statSync(path)
    const total = length + (taken.get(path) ?? 0)
    if (offset + length > size || total > size) throw tooShort(location)
    taken.set(path, total)
    const bytes = new Uint8Array(length)
    const file = openSync(path, 'r')
    try {
      for (let done = 0; done < length; ) {
        const read = readSync(file, bytes, done, length - done, offset + done)
        if (read === 0) throw tooShort(location)
        done += read
      }
    } finally {
      closeSync(file)
    }
    return bytes
  }
}

/** The real path of a file. Throws where there is none or it lies outside. */
function pathInside(folder: string, location: string): string {
  // Checked as written first, so that nothing is learnt of files outside.
  if (isAbsolute(location) || leavesBy(relative(folder, resolve(folder, location)))) throw outside(location)
  let path: string
  try {
    path = realpathSync(resolve(folder, location))
    if (!statSync(path).isFile()) throw new Error('It is no file.')
  } catch (cause) {
    throw new AppError('model_unreadable', `The model's file of weights ${shortened(location)} is missing.`, { cause })
  }
  if (leavesBy(relative(realpathSync(folder), path))) throw outside(location)
  return path
}

function leavesBy(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path)
}

function outside(location: string): AppError {
  return new AppError(
    'model_unreadable',
    `The model wants its weights from ${shortened(location)}, outside its own folder; that is refused.`,
  )
}

function tooShort(location: string): AppError {
  return new AppError('model_unreadable', `The model's file of weights ${shortened(location)} is too short.`)
}
