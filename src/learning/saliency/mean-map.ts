import { type HeatMap, valueUnder } from '#imaging/heat-map.ts'
import { scaledMap } from './scaled-map.ts'

/** The mean of several maps over the same square, each scaled to its largest value, on the grid of the finest; coarser ones
 *  are linear between the centres of their cells. The largest value is 1 again, or all are 0. */
export function meanMap(maps: readonly HeatMap[]): HeatMap {
  const { width, height } = maps.reduce((a, b) => (b.width * b.height > a.width * a.height ? b : a))
  const values = new Float32Array(width * height)
  for (const map of maps.map(scaledMap)) {
    const [across, down] = [map.width / width, map.height / height]
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = y * width + x
        values[place] = (values[place] as number) + valueUnder(map, (x + 0.5) * across, (y + 0.5) * down) / maps.length
      }
    }
  }
  return scaledMap({ width, height, values })
}
