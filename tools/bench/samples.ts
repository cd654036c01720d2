import { quantile } from '#numerics/quantile.ts'

/** The `share` quantile of samples in any order, linear between neighbours. */
export function quantileOf(samples: readonly number[], share: number): number {
  return quantile(
    [...samples].sort((a, b) => a - b),
    share,
  )
}

export function median(samples: readonly number[]): number {
  return quantileOf(samples, 0.5)
}

/** Milliseconds that `work` took. */
export async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
