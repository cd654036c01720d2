import { seededUniform } from '#numerics/random/seeded-uniform.ts'

/** Cases of a stacker that tests/fixtures/statistics/make-stacking-fixtures.py draws too. */
export interface DrawnStacking {
  /** Multiples of 1/1024, which 32-bit floats hold exactly too. */
  readonly features: number[][]
  readonly targets: number[]
}

/** `rows` cases of ordered classes: the first three features speak for a high one, and so does chance. */
export function drawStacking(seed: number, rows: number, width: number, classes: number): DrawnStacking {
  const uniform = seededUniform(seed)
  const below = (limit: number) => Math.floor(uniform() * limit)
  const features: number[][] = []
  const targets: number[] = []
  for (let row = 0; row < rows; row++) {
    const drawn = Array.from({ length: width }, () => below(1024))
    const [first = 0, second = 0, third = 0] = drawn
    const level = 2 * first + second + third + 2 * below(1024)
    features.push(drawn.map((value) => value / 1024))
    targets.push(Math.floor((level * classes) / 6144))
  }
  return { features, targets }
}
