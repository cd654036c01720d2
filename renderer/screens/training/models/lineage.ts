import type { ModelSummary } from '#shared/contract/common.ts'

export interface LineageRow {
  readonly model: ModelSummary
  /** How many models it goes on from, one from another. */
  readonly depth: number
}

/** Models under the ones they go on from, each family by its first model, oldest first. `models`: oldest first. */
export function lineage(models: readonly ModelSummary[]): LineageRow[] {
  const known = new Set(models.map(({ id }) => id))
  const under = (parent: ModelSummary['parent'], depth: number): LineageRow[] =>
    models
      .filter((model) => (model.parent !== null && known.has(model.parent) ? model.parent : null) === parent)
      .flatMap((model) => [{ model, depth }, ...under(model.id, depth + 1)])
  return under(null, 0)
}
