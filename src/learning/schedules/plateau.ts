/** By how much the rate has been reduced after those epochs, as PyTorch's `ReduceLROnPlateau` does it: every time the loss
 *  has for more than `patience` epochs not fallen by the relative `threshold` below its least, counting begins anew.
 *  `losses`: of the validation part, one an epoch; null where there was none to see. */
export function plateauFactor(
  losses: readonly (number | null)[],
  { factor, patience, threshold }: { readonly factor: number; readonly patience: number; readonly threshold: number },
): number {
  let least = Number.POSITIVE_INFINITY
  let waited = 0
  let reduced = 1
  for (const loss of losses) {
    if (loss === null) continue
    if (loss < least * (1 - threshold)) {
      least = loss
      waited = 0
    } else waited++
    if (waited > patience) {
      reduced *= factor
      waited = 0
    }
  }
  return reduced
}
