import type { HeatMap } from '#imaging/heat-map.ts'

/** The mean of several maps over the same square, on the grid of the finest: each cell takes what every map has under its
 *  centre. The largest value is 1 again, or all are 0. */
export function meanMap(maps: readonly HeatMap[]): HeatMap {
  const { width, height } = maps.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
  const values = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = maps.reduce((all, map) => all + valueAt(map, (x + 0.5) / width, (y + 0.5) / height), 0)
      values[y * width + x] = sum / maps.length
    }
  }
  const largest = values.reduce((a, b) => Math.max(a, b), 0)
  return { width, height, values: largest > 0 ? values.map((value) => value / largest) : values }
}

/** By the nearest cell; x and y in 0 … 1. */
function valueAt({ width, height, values }: HeatMap, x: number, y: number): number {
  return values[Math.floor(y * height) * width + Math.floor(x * width)] as number
}
