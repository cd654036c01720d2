import { AppError, type ErrorCode } from '#shared/errors.ts'
import type { FileLimit } from './file-limit.ts'
import { readRegular } from './regular-file.ts'
import { whyUnreadable } from './why-unreadable.ts'

/** The bytes of a file that a person or a page named, or an `AppError` of that code: "The label file x.csv cannot be read: it is a
 *  folder." `called`: how the sentence names it. */
export async function readNamedFile(
  path: string,
  { limit, code, called }: { readonly limit: FileLimit; readonly code: ErrorCode; readonly called: string },
): Promise<Uint8Array<ArrayBuffer>> {
  return await readRegular(path, limit).catch((cause: unknown) => {
    throw unreadableFile(code, called, cause)
  })
}

/** The same for whatever was thrown while it was opened. */
export function unreadableFile(code: ErrorCode, called: string, cause: unknown): AppError {
  return new AppError(code, `${called} cannot be read: ${whyUnreadable(cause)}.`, { cause })
}
