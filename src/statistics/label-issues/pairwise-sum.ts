/** Values summed at once; longer lists are halved first. */
const block = 128

/** Sum by halves, in blocks of eight partial sums: the order of NumPy, whose last bit decides where a joint's halves are
 *  rounded to. More exact, too, than one value after the other. */
export function pairwiseSum(values: readonly number[]): number {
  const { length } = values
  if (length > block) {
    const half = Math.floor(length / 2)
    const whole = half - (half % 8)
    return pairwiseSum(values.slice(0, whole)) + pairwiseSum(values.slice(whole))
  }
  const whole = length - (length % 8)
  const parts = new Array<number>(8).fill(0)
  for (let index = 0; index < whole; index++)
    parts[index % 8] = (parts[index % 8] as number) + (values[index] as number)
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parts
  return values.slice(whole).reduce((sum, value) => sum + value, a + b + (c + d) + (e + f + (g + h)))
}
