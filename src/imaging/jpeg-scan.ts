import { readSegments, type Scan, type ScanComponent } from './jpeg-segments.ts'

/** Whether the coded data of a JPEG is what an encoder wrote, as far as can be told without drawing it: every block of the picture
 *  and nothing behind the last one. Bytes that were lost or replaced leave codes that a decoder takes for codes; it goes on, and
 *  ends before the picture is full, of which libjpeg warns, or with bytes to spare, of which it does not. Only the codes are read, which
 *  takes less time than decoding. True where nothing speaks against it, as for progressive and arithmetic coding, which are not looked at.
 *  Source: ITU-T T.81, sections A.2, F.1.2 and F.2.2. */
export function isWholeScan(bytes: Uint8Array): boolean {
  const scans = readSegments(bytes)
  return scans === null || scans.every((scan) => isWhole(bytes, scan))
}

function isWhole(bytes: Uint8Array, scan: Scan): boolean {
  const { blocks, restartInterval } = scan
  const reader = new CodeReader(bytes, scan.start)
  const last = new Int32Array(scan.components.length)
  for (let done = 0, restarts = 0; done < blocks; done++) {
    if (restartInterval > 0 && done > 0 && done % restartInterval === 0) {
      if (!reader.passRestart(restarts++ & 7)) return false
      last.fill(0)
    }
    for (const [place, component] of scan.components.entries()) {
      for (let block = 0; block < component.blocks; block++) {
        const value = (last[place] ?? 0) + readBlock(reader, component)
        last[place] = value
        // The mean of a block of eight bits: nothing brighter than white or darker than black, but for rounding.
        if (Math.abs(value * component.quantum) > 1024 + component.quantum) return false
        if (reader.failed) return false
      }
    }
  }
  return reader.isAtEnd()
}

/** Reads a block's codes and gives the difference of its mean to that of the block before. */
function readBlock(reader: CodeReader, { dc, ac }: ScanComponent): number {
  const length = reader.code(dc)
  const difference = length === 0 ? 0 : reader.signed(length)
  for (let place = 1; place < 64; place++) {
    const code = reader.code(ac)
    const size = code & 15
    if (size === 0) {
      if (code !== 0xf0) break
      place += 15
      continue
    }
    place += code >> 4
    if (place > 63) reader.failed = true
    reader.skip(size)
  }
  return difference
}

/** The coded bits of a scan: 0xff is followed by a 0 that is left out, or by a marker, where the bits end. */
class CodeReader {
  failed = false
  readonly #bytes: Uint8Array
  #at: number
  #bits = 0
  #count = 0

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.#at = start
  }

  /** The value of the next code; fails where there is none. `table`: as `ScanComponent` has it. */
  code(table: Uint16Array): number {
    this.#fill(16)
    const found = table[(this.#bits >>> (this.#count - 16)) & 0xffff] ?? 0
    const length = found >> 8
    if (length === 0) this.failed = true
    this.#take(length)
    return found & 255
  }

  skip(count: number): void {
    this.#fill(count)
    this.#take(count)
  }

  /** A value of so many bits; those that begin with 0 are negative. */
  signed(count: number): number {
    this.#fill(count)
    const value = (this.#bits >>> (this.#count - count)) & ((1 << count) - 1)
    this.#take(count)
    return value < 1 << (count - 1) ? value - (1 << count) + 1 : value
  }

  /** Whether the wanted restart marker comes next. Passes it. */
  passRestart(number: number): boolean {
    if (!this.isAtEnd()) return false
    while (this.#bytes[this.#at + 1] === 0xff) this.#at++
    if (this.#bytes[this.#at + 1] !== 0xd0 + number) return false
    this.#at += 2
    this.#bits = 0
    this.#count = 0
    this.#padded = 0
    return true
  }

  /** Whether a marker follows the byte that was begun. Writers fill up with bytes of ones or zeros. */
  isAtEnd(): boolean {
    let whole = (this.#count - this.#padded) >> 3
    if (this.#padded > this.#count) return false
    for (; whole > 0; whole--) {
      const byte = (this.#bits >>> (this.#padded + 8 * (whole - 1))) & 255
      if (byte !== 0 && byte !== 255) return false
    }
    for (let byte = this.#next(); byte !== undefined; byte = this.#next()) if (byte !== 0 && byte !== 255) return false
    return this.#at < this.#bytes.length
  }

  /** Bits behind the end, which are zeros that nobody wrote. */
  #padded = 0

  #fill(count: number): void {
    while (this.#count < count) {
      const byte = this.#next()
      if (byte === undefined) this.#padded += 8
      this.#bits = ((this.#bits << 8) | (byte ?? 0)) >>> 0
      this.#count += 8
    }
  }

  #take(count: number): void {
    this.#count -= count
    if (this.#count < this.#padded) this.failed = true
  }

  #next(): number | undefined {
    const byte = this.#bytes[this.#at]
    if (byte !== 0xff) {
      if (byte !== undefined) this.#at++
      return byte
    }
    if (this.#bytes[this.#at + 1] !== 0) return undefined
    this.#at += 2
    return 255
  }
}
