/** Writes protobuf's wire format (varint, fixed32, length-delimited) into a growing buffer.
 *  Source: protobuf.dev, "Encoding". */
export class WireWriter {
  #bytes = new Uint8Array(1024)
  #length = 0
  static readonly #encoder = new TextEncoder()

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + count))
    grown.set(this.#bytes.subarray(0, this.#length))
    this.#bytes = grown
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
    new DataView(this.#bytes.buffer).setFloat32(this.#length, value, true)
    this.#length += 4
  }

  bytes(field: number, value: Uint8Array): void {
    this.#varint((field << 3) | 2)
    this.#varint(value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#length)
    this.#length += value.length
  }

  text(field: number, value: string): void {
    this.bytes(field, WireWriter.#encoder.encode(value))
  }

  message(field: number, write: (writer: WireWriter) => void): void {
    const inner = new WireWriter()
    write(inner)
    this.bytes(field, inner.finish())
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
    return this.#bytes.slice(0, this.#length)
  }
}
