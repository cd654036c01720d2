/** Bits that are sorted by at a time. */
const digitBits = 16
const buckets = 2 ** digitBits

/** Rows in ascending order of their scores, equal ones as they stood: by digits from the last to the first, without a comparison,
 *  which for 200,000 rows takes a tenth of the time. Scores are not below 0 and no NaN: then their bits have their order. */
export function orderByScore(rows: Int32Array, scores: Float64Array): Int32Array {
  const keys = Float64Array.from(rows, (row) => (scores[row] as number) + 0)
  const digits = new Uint16Array(keys.buffer)
  const perKey = 64 / digitBits
  let order: Int32Array<ArrayBufferLike> = Int32Array.from(rows.keys())
  let next: Int32Array<ArrayBufferLike> = new Int32Array(rows.length)
  const starts = new Uint32Array(buckets)
  // Least significant digits come first in memory, here as on every processor that Node runs on.
  for (let digit = 0; digit < perKey; digit++) {
    starts.fill(0)
    for (let place = 0; place < order.length; place++) {
      const key = digits[place * perKey + digit] as number
      starts[key] = (starts[key] as number) + 1
    }
    let sum = 0
    for (let key = 0; key < buckets; key++) {
      const count = starts[key] as number
      starts[key] = sum
      sum += count
    }
    for (let place = 0; place < order.length; place++) {
      const index = order[place] as number
      const key = digits[index * perKey + digit] as number
      next[starts[key] as number] = index
      starts[key] = (starts[key] as number) + 1
    }
    ;[order, next] = [next, order]
  }
  return order.map((index) => rows[index] as number)
}
