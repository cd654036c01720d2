import type { HeadKind } from '#nn/heads/head.ts'
import type { ChannelNormalisation } from '#nn/importing/renormalise.ts'
import type { Grade } from '#shared/grades.ts'

/** What whoever imports a file says of it; each is applied, or refused where the file says otherwise. */
export interface ImportOptions {
  /** Side of the input, for a file that leaves it free; pixels. */
  readonly size?: number | undefined
  /** How the model wants its images; as this application normalises where not given. */
  readonly normalisation?: ChannelNormalisation | undefined
  /** What its outputs mean; what as many can where not given. */
  readonly head?: HeadKind | undefined
  /** Which grade each of its outputs is, where these are a grade each. */
  readonly classes?: readonly Grade[] | undefined
  /** Where a regression's output passes from one grade to the next. */
  readonly cuts?: readonly number[] | undefined
}
