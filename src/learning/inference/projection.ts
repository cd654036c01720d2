import { Random } from '#numerics/random/counted-random.ts'

/** Numbers that a photograph's features are brought down to. */
const width = 24

/** Of each number of features the signs of every direction. */
const directions = new Map<number, readonly Int8Array[]>()

/** One photograph's features on 24 random directions, always the same ones, which keeps angles nearly as they are (Johnson and
 *  Lindenstrauss 1984; signs by Achlioptas 2003). */
export function project(features: Float32Array): number[] {
  const drawn = directions.get(features.length) ?? draw(features.length)
  return drawn.map((signs) => features.reduce((sum, value, k) => sum + value * (signs[k] as number), 0))
}

function draw(features: number): readonly Int8Array[] {
  const random = new Random(1)
  const signs = Array.from({ length: width }, () =>
    Int8Array.from({ length: features }, () => (random.integer() & 1 ? 1 : -1)),
  )
  directions.set(features, signs)
  return signs
}
