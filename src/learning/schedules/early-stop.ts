/** Place of the epoch with the largest kappa from place `from` on, the first of equals; null where none has one. */
export function bestEpoch(kappas: readonly (number | null)[], from: number): number | null {
  let best: number | null = null
  for (const [place, kappa] of kappas.entries()) {
    if (place < from || kappa === null) continue
    if (best === null || kappa > (kappas[best] as number)) best = place
  }
  return best
}

/** Whether `patience` epochs have gone by since the best one. */
export function patienceIsOver(kappas: readonly (number | null)[], from: number, patience: number): boolean {
  const best = bestEpoch(kappas, from)
  return best !== null && kappas.length - 1 - best >= patience
}
