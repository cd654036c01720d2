/** Photographs that compete for the next place, and how many of the last ones the next should differ from. */
const candidates = 12
const lastOnes = 4

/** An order that stays near `rows` but does not show alike photographs one after another: of the next twelve the one that is least
 *  like any of the last four. Nobody waits longer than twelve places. What `vectorOf` knows nothing of is like nothing
 *  else and keeps its place. */
export function diverseOrder(rows: Uint32Array, vectorOf: (row: number) => Int8Array | undefined): Uint32Array {
  const ordered = new Uint32Array(rows.length)
  const waiting: { row: number; since: number; vector: Int8Array | undefined }[] = []
  const shown: Int8Array[] = []
  let next = 0
  for (let place = 0; place < rows.length; place++) {
    while (waiting.length < candidates && next < rows.length) {
      const row = rows[next++] as number
      waiting.push({ row, since: place, vector: vectorOf(row) })
    }
    const oldest = waiting[0] as (typeof waiting)[number]
    const chosen = place - oldest.since >= candidates ? 0 : leastAlike(waiting, shown)
    const [{ row, vector }] = waiting.splice(chosen, 1) as [(typeof waiting)[number]]
    ordered[place] = row
    if (!vector) continue
    shown.push(vector)
    if (shown.length > lastOnes) shown.shift()
  }
  return ordered
}

function leastAlike(
  waiting: readonly { readonly vector: Int8Array | undefined }[],
  shown: readonly Int8Array[],
): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (const [index, { vector }] of waiting.entries()) {
    let alike = Number.NEGATIVE_INFINITY
    if (vector) for (const one of shown) alike = Math.max(alike, likeness(vector, one))
    if (alike < least) [best, least] = [index, alike]
  }
  return best
}

/** Their inner product; the vectors are of one length. */
function likeness(a: Int8Array, b: Int8Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number)
  return sum
}
