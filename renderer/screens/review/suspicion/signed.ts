/** "+2.3", "−0.4"; what rounds to nothing has no sign. */
export function signed(value: number): string {
  const size = Math.abs(value).toFixed(1)
  return Number(size) === 0 ? size : `${value < 0 ? '−' : '+'}${size}`
}
