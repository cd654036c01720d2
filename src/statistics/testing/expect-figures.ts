import { expect } from 'vitest'

/** Holds figures to a reference: within 1e-9 of it, relative above 1, and undefined exactly where it is. */
export function expectFigures(
  found: readonly (number | null)[],
  expected: readonly (number | null)[],
  what: string,
): void {
  expect(found.length, what).toBe(expected.length)
  for (const [index, value] of found.entries()) {
    const reference = expected[index] ?? null
    if (reference === null) expect(value ?? Number.NaN, `${what}, ${index}`).toBeNaN()
    else
      expect(Math.abs((value ?? Number.NaN) - reference), `${what}, ${index}: ${value} and ${reference}`).toBeLessThan(
        1e-9 * Math.max(1, Math.abs(reference)),
      )
  }
}
