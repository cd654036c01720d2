/** Powers of two up to `most`, the smallest first. */
export function batchesUpTo(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, power) => 2 ** power)
}

/** The last of the ascending, doubling `batches` of which a step, and of all before it, stays within `limit` bytes; undefined
 *  where not even the first does. `peakOf` takes a step and gives the most memory that the process has held since it
 *  began, or null where the step failed. What two steps show to grow beyond the limit is not tried: a machine that
 *  swaps stands still. */
export async function largestFitting(
  batches: readonly number[],
  limit: number,
  peakOf: (batch: number) => Promise<number | null>,
): Promise<number | undefined> {
  let largest: number | undefined
  const peaks: number[] = []
  for (const batch of batches) {
    // The memory of a step grows in a straight line with the batch, so a doubling adds twice what the last one did.
    const [before, last] = peaks.slice(-2)
    if (before !== undefined && last !== undefined && last + 2 * (last - before) > limit) break
    const peak = await peakOf(batch)
    if (peak === null || peak > limit) break
    largest = batch
    peaks.push(peak)
  }
  return largest
}
