import { statSync } from 'node:fs'

/** Which file lies at a path: its device and inode. Undefined where none does. */
export function identityOf(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false })
    return found && `${found.dev}:${found.ino}`
  } catch {
    // A folder on the way that is gone, or may not be looked into any more.
    return undefined
  }
}
