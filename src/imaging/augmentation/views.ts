import { compose, flip, turn } from './affine.ts'
import { type Change, noChange } from './change.ts'

const magnifications = [1, 1.1, 1.2]
const mirrors = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const

/** The copies that test-time augmentation averages over: every flip of the photograph as it is, and a tenth and two tenths
 *  closer. Nothing is drawn. The first is the photograph itself. */
export const testTimeViews: readonly Change[] = magnifications.flatMap((magnification) =>
  mirrors.map(([leftToRight, topToBottom]) => ({
    ...noChange,
    geometry: compose(turn(0, magnification), flip(leftToRight, topToBottom)),
  })),
)
