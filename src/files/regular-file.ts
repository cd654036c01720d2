import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { type FileLimit, tooLarge } from './file-limit.ts'
import { UnreadableFile } from './why-unreadable.ts'

// Windows has no such flag, and no such files.
const withoutWaiting = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/** Opens a file that a person or a page named, by links too: one that is kept on a disk, and nothing that waits for another program
 *  or never ends. Opening a named pipe waits for whoever writes into it, and opening a device may do something, so that what it is
 *  is asked before; and again of what was opened, which may have taken its place. Throws `UnreadableFile` and what the system says;
 *  `whyUnreadable` has the words. */
export async function openRegular(path: string): Promise<{ readonly handle: FileHandle; readonly size: number }> {
  expectRegular(await stat(path))
  const handle = await open(path, withoutWaiting)
  try {
    const found = await handle.stat()
    expectRegular(found)
    return { handle, size: found.size }
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

/** The bytes of such a file, never more than the limit's, whatever its size is said to be. Throws as `openRegular`. */
export async function readRegular(path: string, limit: FileLimit): Promise<Uint8Array<ArrayBuffer>> {
  const { handle, size } = await openRegular(path)
  try {
    if (size > limit.bytes) throw new UnreadableFile('large', `it ${tooLarge(size, limit)}`)
    return await readAll(handle, size, limit)
  } finally {
    await handle.close()
  }
}

/** Files of /proc have no size, and one that is still being written has more than it had. */
const unknownSize = 65_536

/** All bytes of an open file. `size`: how many it is said to have. */
export async function readAll(handle: FileHandle, size: number, limit: FileLimit): Promise<Uint8Array<ArrayBuffer>> {
  // One byte more than there should be: the read that finds nothing there is the last.
  let bytes = new Uint8Array(Math.max(size, unknownSize) + 1)
  for (let done = 0; ; ) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, done)
    if (bytesRead === 0) return bytes.subarray(0, done)
    done += bytesRead
    if (done > limit.bytes) throw new UnreadableFile('large', `it ${tooLarge(undefined, limit)}`)
    if (done < bytes.length) continue
    const longer = new Uint8Array(Math.min(2 * bytes.length, limit.bytes + 1))
    longer.set(bytes)
    bytes = longer
  }
}

function expectRegular(found: Stats): void {
  const kind = kindOf(found)
  if (found.isDirectory()) throw new UnreadableFile('folder', kind)
  if (!found.isFile()) throw new UnreadableFile('odd', `${kind}, and no file on disk; name a file`)
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'it is a folder'
  if (found.isFIFO()) return 'it is a named pipe, which waits for another program'
  if (found.isSocket()) return 'it is a socket, through which programs talk'
  return 'it is a device'
}
