/** `items` in rising order of `key`, whole numbers 0..`keys` - 1; equal ones stay as they stood. Linear, where comparing
 *  100,000 items through a function takes longer than reading them from disk. */
export function countingSort(items: Uint32Array, key: (item: number) => number, keys: number): Uint32Array {
  const starts = new Uint32Array(keys + 1)
  for (const item of items) starts[key(item) + 1] = (starts[key(item) + 1] as number) + 1
  for (let one = 1; one <= keys; one++) starts[one] = (starts[one] as number) + (starts[one - 1] as number)
  const sorted = new Uint32Array(items.length)
  for (const item of items) {
    const place = starts[key(item)] as number
    sorted[place] = item
    starts[key(item)] = place + 1
  }
  return sorted
}
