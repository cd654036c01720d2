/** A change is told for every decision of this page too. Those are expected, for a short while each. */
const expected: number[] = []
const patienceMs = 5_000

/** To be called when this page has made a decision. */
export function expectOwnChange(nowMs: number): void {
  expected.push(nowMs + patienceMs)
}

/** Whether the change just told is one that this page made. */
export function takeOwnChange(nowMs: number): boolean {
  while (expected.length > 0 && (expected[0] ?? 0) < nowMs) expected.shift()
  return expected.shift() !== undefined
}
