import type { ModelSummary } from '#shared/contract/common.ts'

interface Beside {
  /** The newest candidate that is newer than the model in use. */
  readonly candidate: ModelSummary | null
  readonly current: ModelSummary | null
}

/** Who stands beside whom. A candidate that is itself in use, since nothing was promoted yet, can still be promoted; it
 *  then stands beside the one it came from. `models`: oldest first. */
export function candidateBesideCurrent(models: readonly ModelSummary[]): Beside {
  const inUse = models.find((model) => model.current) ?? null
  if (inUse?.status === 'candidate') {
    return { candidate: inUse, current: models.find((model) => model.id === inUse.parent) ?? null }
  }
  const place = inUse ? models.indexOf(inUse) : -1
  const candidate = models.findLast((model, index) => index > place && model.status === 'candidate') ?? null
  return { candidate, current: inUse }
}
