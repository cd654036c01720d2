import { inflateRawSync } from 'node:zlib'

/** Thrown for an archive that cannot be read, with the reason in words. */
export class ArchiveError extends Error {}

/** A workbook of labels has a dozen parts and a few megabytes; one made to fill the memory has more. */
const mostEntries = 2_000
const largestEntry = 128 * 1024 * 1024

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const localEntry = 0x04034b50

interface Entry {
  readonly method: number
  readonly encrypted: boolean
  readonly packed: number
  readonly offset: number
}

/** Files of a ZIP archive by name; each is unpacked when it is asked for, never beyond `largestEntry` whatever its header claims. */
export class ZipEntries {
  readonly #bytes: Buffer
  readonly #entries: ReadonlyMap<string, Entry>

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#entries = readDirectory(this.#bytes)
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** A file's text, UTF-8 as all parts of a workbook are; undefined where there is none. Throws `ArchiveError`. */
  text(name: string): string | undefined {
    const entry = this.#entries.get(name.toLowerCase())
    if (!entry) return undefined
    if (entry.encrypted) throw new ArchiveError('is encrypted')
    const bytes = this.#bytes
    try {
      if (bytes.readUInt32LE(entry.offset) !== localEntry) throw new ArchiveError('is damaged')
      const start = entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
      const packed = bytes.subarray(start, start + entry.packed)
      if (packed.length < entry.packed) throw new ArchiveError('is cut off')
      if (entry.method === 0) return packed.toString('utf8')
      if (entry.method !== 8) throw new ArchiveError('is packed in an unknown way')
      return inflateRawSync(packed, { maxOutputLength: largestEntry }).toString('utf8')
    } catch (cause) {
      if (cause instanceof ArchiveError) throw cause
      const huge = cause instanceof RangeError && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
      throw new ArchiveError(huge ? 'unpacks to more than a table of labels can hold' : 'is damaged', { cause })
    }
  }
}

/** PKWARE's application note, 4.3: the end record points to the directory, whose entries point to the files. */
function readDirectory(bytes: Buffer): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  try {
    const end = findEnd(bytes)
    const count = bytes.readUInt16LE(end + 10)
    if (count > mostEntries) throw new ArchiveError('holds more files than any workbook')
    let place = bytes.readUInt32LE(end + 16)
    for (let index = 0; index < count; index++) {
      if (bytes.readUInt32LE(place) !== directoryEntry) throw new ArchiveError('is damaged')
      const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(place + offset))
      const text = bytes.toString('utf8', place + 46, place + 46 + (name ?? 0))
      entries.set(text.replaceAll('\\', '/').replace(/^\//, '').toLowerCase(), {
        method: bytes.readUInt16LE(place + 10),
        encrypted: (bytes.readUInt16LE(place + 8) & 1) === 1,
        packed: bytes.readUInt32LE(place + 20),
        offset: bytes.readUInt32LE(place + 42),
      })
      place += 46 + (name ?? 0) + (extra ?? 0) + (comment ?? 0)
    }
  } catch (cause) {
    throw cause instanceof ArchiveError ? cause : new ArchiveError('is damaged', { cause })
  }
  return entries
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - 22 - 65_535)
  for (let place = bytes.length - 22; place >= first; place--) {
    if (bytes.readUInt32LE(place) === endOfDirectory) return place
  }
  throw new ArchiveError('is cut off')
}
