/** IEEE 754 half precision, `bytes` little-endian, as float32. Exact. */
export function fromFloat16(bytes: Uint8Array): Float32Array {
  return widened(bytes, (half) => {
    const fraction = half & 0x3ff
    const exponent = (half >> 10) & 0x1f
    const sign = half & 0x8000 ? -1 : 1
    if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
  })
}

const bits = new Uint32Array(1)
const single = new Float32Array(bits.buffer)

/** The upper half of a float32 (bfloat16), `bytes` little-endian, as float32. Exact. */
export function fromBfloat16(bytes: Uint8Array): Float32Array {
  return widened(bytes, (upper) => {
    bits[0] = upper << 16
    return single[0] as number
  })
}

function widened(bytes: Uint8Array, convert: (word: number) => number): Float32Array {
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
    convert((bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8)),
  )
}
