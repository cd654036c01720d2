import type { ModelSummary } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'

interface Beside {
  /** The model that was chosen, else the newest candidate that is newer than the model in use. */
  readonly candidate: ModelSummary | null
  /** The model in use. */
  readonly other: ModelSummary | null
}

/** Who stands beside whom: always somebody beside the model in use. Where that itself was chosen, the one it came from stands beside
 *  it. `models`: oldest first. */
export function candidateBesideCurrent(models: readonly ModelSummary[], chosen: ModelId | null = null): Beside {
  const inUse = models.find((model) => model.current) ?? null
  const wanted = models.find((model) => model.id === chosen)
  if (wanted && !wanted.current) return { candidate: wanted, other: inUse }
  if (wanted) return { candidate: models.find((model) => model.id === wanted.parent) ?? null, other: inUse }
  const place = inUse ? models.indexOf(inUse) : -1
  const candidate = models.findLast((model, index) => index > place && model.status === 'candidate') ?? null
  return { candidate, other: inUse }
}
