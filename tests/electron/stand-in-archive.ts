import { crc32 } from 'node:zlib'

const executable = 0o100755
const plain = 0o100644

/** Electron's published archive as far as packaging reads it: a binary with the fuse wire in it, all fuses as Electron
 *  ships them, and the version. A zip of stored entries. */
export function standInArchive(version: string): Buffer {
  const wire = Buffer.concat([
    Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
    Buffer.from([1, 9]),
    Buffer.from('101100001'),
  ])
  return zip([
    { name: 'electron', data: Buffer.concat([Buffer.from('\x7fELF'), wire]), mode: executable },
    { name: 'version', data: Buffer.from(version), mode: plain },
    { name: 'resources/default_app.asar', data: Buffer.from('-'), mode: plain },
  ])
}

/** The nine fuses of a packaged binary, `0` off and `1` on, in Electron's order. */
export function fuseWire(binary: Buffer): string {
  const start = binary.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 34
  return binary.subarray(start, start + 9).toString()
}

interface Entry {
  readonly name: string
  readonly data: Buffer
  readonly mode: number
}

function zip(entries: readonly Entry[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, data, mode } of entries) {
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(data), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(data.length, 18)
    common.writeUInt16LE(name.length, 22)
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name)])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(mode * 65_536, 6)
    rest.writeUInt32LE(offset, 10)
    // Made by version 2.0 of a Unix program, so that the mode is read.
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), common, rest, Buffer.from(name))
    bodies.push(head, data)
    offset += head.length + data.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, listed, Buffer.from('PK\x05\x06'), end])
}
