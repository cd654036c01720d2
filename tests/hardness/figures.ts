import { parseArgs } from 'node:util'
import { seededUniform } from '#numerics/random/seeded-uniform.ts'

/** What a hardness script is told: the same seed does the same things in the same order. */
export interface Trial {
  readonly seed: number
  /** How often. */
  readonly times: number
}

/** Runs a script from its command line, `--seed N --times N`, and prints its figures as JSON. Ends with 1 where one of those that have to be
 *  zero is not. */
export async function runAsScript<F extends object>(
  usual: Trial,
  run: (trial: Trial) => Promise<F>,
  toBeZero: readonly (keyof F)[],
): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' }, times: { type: 'string' } } })
  const trial = { seed: Number(values.seed ?? usual.seed), times: Number(values.times ?? usual.times) }
  const start = performance.now()
  const figures = await run(trial)
  console.log(JSON.stringify({ ...trial, ...figures, seconds: Math.round((performance.now() - start) / 1000) }))
  if (toBeZero.some((name) => figures[name] !== 0)) process.exitCode = 1
}

/** A number from 0 to below `limit`, the next of this seed. */
export function drawer(seed: number): (limit: number) => number {
  const uniform = seededUniform(seed)
  return (limit) => Math.floor(uniform() * limit)
}
