import { whyRefused } from '#shared/system-errors.ts'

/** Why a file is not read, in words that end a sentence which has named the file: `it is a folder`. */
export class UnreadableFile extends Error {
  readonly kind: 'folder' | 'odd' | 'large'

  constructor(kind: UnreadableFile['kind'], reason: string) {
    super(reason)
    this.name = 'UnreadableFile'
    this.kind = kind
  }
}

/** The reason for whatever was thrown while a file was opened or read. */
export function whyUnreadable(cause: unknown): string {
  return cause instanceof UnreadableFile ? cause.message : whyRefused(cause)
}
