import { type HeatMap, sampleMap } from '#imaging/heat-map.ts'
import type { MapSides } from '#shared/contract/looking.ts'
import { scaledMap } from './scaled-map.ts'

/** The mean of several maps over the same square, each scaled to its largest value, on the grid of the finest; coarser ones
 *  are linear between the centres of their cells. The largest value is 1 again (or −1, of two sides), or all are 0. */
export function meanMap(maps: readonly HeatMap[], sides: MapSides = 'one'): HeatMap {
  const { width, height } = maps.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
  const values = new Float32Array(width * height)
  for (const map of maps.map((one) => scaledMap(one, sides))) {
    const across = (x: number) => ((x + 0.5) * map.width) / width
    const down = (y: number) => ((y + 0.5) * map.height) / height
    for (const [place, value] of sampleMap(map, across, down, { width, height }).entries())
      values[place] = (values[place] as number) + value / maps.length
  }
  return scaledMap({ width, height, values }, sides)
}
