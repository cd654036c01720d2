import type { ModelSummary } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'

interface Beside {
  /** The model that was chosen, else the newest candidate that is newer than the model in use. */
  readonly candidate: ModelSummary | null
  /** The model in use, or the one that the model in use came from. */
  readonly other: ModelSummary | null
}

/** Who stands beside whom. A candidate that is itself in use, since nothing was promoted yet, can still be promoted; it
 *  then stands beside the one it came from. `models`: oldest first. */
export function candidateBesideCurrent(models: readonly ModelSummary[], chosen: ModelId | null = null): Beside {
  const inUse = models.find((model) => model.current) ?? null
  const wanted = models.find((model) => model.id === chosen)
  if (wanted && !wanted.current) return { candidate: wanted, other: inUse }
  if (wanted || inUse?.status === 'candidate') {
    return { candidate: inUse, other: models.find((model) => model.id === inUse?.parent) ?? null }
  }
  const place = inUse ? models.indexOf(inUse) : -1
  const candidate = models.findLast((model, index) => index > place && model.status === 'candidate') ?? null
  return { candidate, other: inUse }
}
