/** Longer values are not copied until the whole is put together: weights lie four messages deep. */
const keptBytes = 4096

/** Writes protobuf's wire format (varint, fixed32, length-delimited). Bytes that are given must stay as they are until
 *  it has finished. Source: protobuf.dev, "Encoding". */
export class WireWriter {
  /** What has been written before what is in the growing buffer. */
  readonly #parts: Uint8Array[] = []
  #partsLength = 0
  #bytes = new Uint8Array(256)
  #length = 0
  static readonly #encoder = new TextEncoder()

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
  }

  /** Sets aside what is in the buffer; what follows is written behind it. */
  #cut(): void {
    this.#keep(this.#bytes.subarray(0, this.#length))
    this.#bytes = this.#bytes.subarray(this.#length)
    this.#length = 0
  }

  #keep(part: Uint8Array): void {
    this.#parts.push(part)
    this.#partsLength += part.length
  }

  #append(value: Uint8Array): void {
    if (value.length > keptBytes) {
      this.#cut()
      this.#keep(value)
      return
    }
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  #varint(value: bigint | number): void {
    this.#reserve(10)
    let rest = BigInt.asUintN(64, BigInt(value))
    while (rest > 0x7fn) {
      this.#bytes[this.#length++] = Number(rest & 0x7fn) | 0x80
      rest >>= 7n
    }
    this.#bytes[this.#length++] = Number(rest)
  }

  integer(field: number, value: bigint | number): void {
    this.#varint(field << 3)
    this.#varint(value)
  }

  float(field: number, value: number): void {
    this.#varint((field << 3) | 5)
    this.#reserve(4)
    new DataView(this.#bytes.buffer, this.#bytes.byteOffset).setFloat32(this.#length, value, true)
    this.#length += 4
  }

  bytes(field: number, value: Uint8Array): void {
    this.#varint((field << 3) | 2)
    this.#varint(value.length)
    this.#append(value)
  }

  text(field: number, value: string): void {
    this.bytes(field, WireWriter.#encoder.encode(value))
  }

  message(field: number, write: (writer: WireWriter) => void): void {
    const inner = new WireWriter()
    write(inner)
    this.#varint((field << 3) | 2)
    this.#varint(inner.#partsLength + inner.#length)
    inner.#eachPart((part) => this.#append(part))
  }

  packedIntegers(field: number, values: readonly number[]): void {
    const inner = new WireWriter()
    for (const value of values) inner.#varint(value)
    this.bytes(field, inner.finish())
  }

  packedFloats(field: number, values: readonly number[]): void {
    this.bytes(field, new Uint8Array(Float32Array.from(values).buffer))
  }

  finish(): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(this.#partsLength + this.#length)
    let position = 0
    this.#eachPart((part) => {
      whole.set(part, position)
      position += part.length
    })
    return whole
  }

  #eachPart(visit: (part: Uint8Array) => void): void {
    for (const part of this.#parts) visit(part)
    visit(this.#bytes.subarray(0, this.#length))
  }
}
