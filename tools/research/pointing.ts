import { type HeatMap, sampleMap } from '#imaging/heat-map.ts'
import type { MadeLesion } from '#imaging/made/photograph.ts'
import type { CropSquare } from '#imaging/prepare.ts'

/** Cells a side of the grid that maps and lesions are held against each other on. */
const grid = 192

export interface Pointing {
  /** Whether the map's maximum lies on a lesion, or as near to one as is tolerated (pointing game, Zhang 2016). */
  readonly hit: boolean
  /** Intersection over union of the lesions and of as many of the map's highest places. */
  readonly overlap: number
  /** Share of the retina where a maximum would be a hit. */
  readonly chance: number
}

/** `lesions`: those asked for, one at least, px of the photograph. `tolerance`: in parts of the crop's side. */
export function pointing(
  map: HeatMap,
  crop: CropSquare,
  lesions: readonly Pick<MadeLesion, 'x' | 'y' | 'radius'>[],
  tolerance: number,
): Pointing {
  const across = (place: number) => ((place + 0.5) * map.width) / grid
  const down = (place: number) => ((place + 0.5) * map.height) / grid
  const values = sampleMap(map, across, down, { width: grid, height: grid })
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number))
  const near = lesionMask(lesions, crop, tolerance)
  const on = lesionMask(lesions, crop, 0)
  const area = on.reduce((sum, one) => sum + one, 0)
  const shared = order.subarray(0, area).reduce((sum, place) => sum + (on[place] as number), 0)
  const retina = lesionMask([{ x: crop.x + crop.side / 2, y: crop.y + crop.side / 2, radius: crop.side / 2 }], crop, 0)
  const tolerated = near.reduce((sum, one, place) => sum + one * (retina[place] as number), 0)
  return {
    hit: near[order[0] as number] === 1,
    overlap: shared / (2 * area - shared),
    chance: tolerated / retina.reduce((sum, one) => sum + one, 0),
  }
}

/** Pearson's, of two maps of the same cells; 0 where one is flat. */
export function correlation(a: Float32Array, b: Float32Array): number {
  const centred = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.map((value) => value - mean)
  }
  const product = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, at) => sum + value * (y[at] as number), 0)
  const [first, second] = [centred(a), centred(b)]
  const scale = Math.sqrt(product(first, first) * product(second, second))
  return scale === 0 ? 0 : product(first, second) / scale
}

/** 1 where a cell's centre lies in a disc, or its nearest cell. */
function lesionMask(
  lesions: readonly Pick<MadeLesion, 'x' | 'y' | 'radius'>[],
  crop: CropSquare,
  tolerance: number,
): Uint8Array {
  const mask = new Uint8Array(grid * grid)
  for (const lesion of lesions) {
    const [x, y] = [((lesion.x - crop.x) * grid) / crop.side, ((lesion.y - crop.y) * grid) / crop.side]
    const radius = Math.max(0.75, (lesion.radius / crop.side + tolerance) * grid)
    for (let row = Math.max(0, Math.floor(y - radius)); row < Math.min(grid, y + radius); row++) {
      for (let column = Math.max(0, Math.floor(x - radius)); column < Math.min(grid, x + radius); column++) {
        if (Math.hypot(column + 0.5 - x, row + 0.5 - y) <= radius) mask[row * grid + column] = 1
      }
    }
  }
  return mask
}
