/** How far an order of suspicion finds the labels that are known to be wrong. */
export interface FoundWrongLabels {
  /** Labels in the order, and how many of them are wrong. */
  readonly ranked: number
  readonly wrong: number
  /** As many as are wrong: the length of the list one would look at knowing how many there are. */
  readonly k: number
  readonly foundInFirstK: number
  /** The same expected of a random order. */
  readonly expectedAtRandom: number
  readonly precisionAtK: number | null
  /** Photographs to look at until 80 % of the wrong labels have been seen, and the mean of random orders. */
  readonly reviewsTo80: number | null
  readonly reviewsTo80AtRandom: number | null
}

/** `order`: names, most suspicious first. `wrong`: names with a wrong label; those not in the order do not count. */
export function foundWrongLabels(order: readonly string[], wrong: ReadonlySet<string>): FoundWrongLabels {
  const places = order.flatMap((name, index) => (wrong.has(name) ? [index + 1] : []))
  const ranked = order.length
  const k = places.length
  const foundInFirstK = places.filter((place) => place <= k).length
  const wanted = Math.ceil(0.8 * k)
  return {
    ranked,
    wrong: k,
    k,
    foundInFirstK,
    expectedAtRandom: ranked === 0 ? 0 : (k * k) / ranked,
    precisionAtK: k === 0 ? null : foundInFirstK / k,
    reviewsTo80: places[wanted - 1] ?? null,
    // Mean place of the m-th of k marked items among n in random order: m (n + 1) / (k + 1).
    reviewsTo80AtRandom: k === 0 ? null : (wanted * (ranked + 1)) / (k + 1),
  }
}
