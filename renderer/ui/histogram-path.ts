/** A closed SVG path of bars without gaps, `width` by `height` units. Heights follow the square root of the counts, so
 *  that one tall peak does not flatten the rest. */
export function histogramPath(bins: readonly number[], width: number, height: number): string {
  const highest = Math.max(...bins) || 1
  const step = width / Math.max(bins.length, 1)
  let path = `M0 ${height}`
  bins.forEach((value, index) => {
    const y = round(height * (1 - Math.sqrt(Math.max(value, 0) / highest)))
    path += `L${round(index * step)} ${y}L${round((index + 1) * step)} ${y}`
  })
  return `${path}L${width} ${height}Z`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
