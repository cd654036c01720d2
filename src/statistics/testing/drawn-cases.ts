import { seededUniform } from '#numerics/random/seeded-uniform.ts'

/** Gradings that tests/fixtures/statistics/drawn.py draws too, so that a fixture stores results only. */
export interface DrawnCase {
  readonly classes: number
  readonly truth: readonly number[]
  /** Another reader's grades, at most one away. */
  readonly other: readonly number[]
  /** One row a case. Quotients of integers: no function whose last bit depends on the machine. */
  readonly probabilities: readonly (readonly number[])[]
}

const kinds = ['plain', 'tied', 'one-class', 'absent-class', 'constant', 'sharp', 'plain', 'single'] as const

export function drawCase(seed: number, mostClasses = 6, mostRows = 40): DrawnCase {
  const uniform = seededUniform(seed)
  const below = (limit: number) => Math.floor(uniform() * limit)
  const kind = kinds[seed % kinds.length]
  const classes = 2 + below(mostClasses - 1)
  const n = kind === 'single' ? 1 : 1 + below(mostRows)
  const special = below(classes)
  const constant = Array.from({ length: classes }, () => below(10) + 1)
  const truth: number[] = []
  const other: number[] = []
  const probabilities: number[][] = []
  for (let row = 0; row < n; row++) {
    let grade = below(classes)
    if (kind === 'one-class') grade = special
    if (kind === 'absent-class' && grade === special) grade = (grade + 1) % classes
    truth.push(grade)
    other.push(Math.min(classes - 1, Math.max(0, grade + below(3) - 1)))
    const drawn = Array.from({ length: classes }, () => below(kind === 'tied' ? 4 : 1000))
    if (kind === 'sharp') drawn[grade] = (drawn[grade] as number) + 3000
    const weights = kind === 'constant' ? constant : drawn
    const sum = weights.reduce((total, weight) => total + weight, 0)
    probabilities.push(weights.map((weight, k) => (sum > 0 ? weight / sum : k === 0 ? 1 : 0)))
  }
  return { classes, truth, other, probabilities }
}
