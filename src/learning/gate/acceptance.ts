import type { RoundVerdict } from '#shared/contract/verdicts.ts'

/** Whether a model takes the place of another one. */
export interface Acceptance {
  readonly verdict: RoundVerdict
  /** Why, in a sentence for the reader. */
  readonly reason: string
}
