/** Photographs that compete for the next place. */
const candidates = 12
/** How much the next should differ from each of the last ones, the most recent first: were they all the same, two kinds that are
 *  both among them would be equally unwelcome. */
const weights = [1, 0.75, 0.5, 0.25] as const

/** An order that stays near `rows` but does not show alike photographs one after another: of the next twelve the one that is least
 *  like any of the last four, of which the more recent count for more. Whoever has waited for twelve places has every other
 *  one, so that nobody waits much longer, and those who have waited together do not come together. What `vectorOf` knows
 *  nothing of is neither like nor unlike anything. */
export function diverseOrder(rows: Uint32Array, vectorOf: (row: number) => Int8Array | undefined): Uint32Array {
  const ordered = new Uint32Array(rows.length)
  const waiting: { row: number; since: number; vector: Int8Array | undefined }[] = []
  const shown: (Int8Array | undefined)[] = []
  let [next, wasLate] = [0, false]
  for (let place = 0; place < rows.length; place++) {
    while (waiting.length < candidates && next < rows.length) {
      const row = rows[next++] as number
      waiting.push({ row, since: place, vector: vectorOf(row) })
    }
    const oldest = waiting[0] as (typeof waiting)[number]
    const isLate = !wasLate && place - oldest.since >= candidates
    const [{ row, vector }] = waiting.splice(isLate ? 0 : leastAlike(waiting, shown), 1) as [(typeof waiting)[number]]
    wasLate = isLate
    ordered[place] = row
    shown.unshift(vector)
    if (shown.length > weights.length) shown.pop()
  }
  return ordered
}

function leastAlike(
  waiting: readonly { readonly vector: Int8Array | undefined }[],
  shown: readonly (Int8Array | undefined)[],
): number {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (const [index, { vector }] of waiting.entries()) {
    let alike = Number.NEGATIVE_INFINITY
    for (const [ago, one] of shown.entries())
      alike = Math.max(alike, vector && one ? (weights[ago] as number) * likeness(vector, one) : 0)
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
