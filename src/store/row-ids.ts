import type { ModelId, RunId } from '#shared/ids.ts'

/** Models and runs are named by people, so their ids carry a letter: row 3 is `m3` or `r3`. */
export function modelIdOf(row: number): ModelId {
  return `m${row}` as ModelId
}

export function runIdOf(row: number): RunId {
  return `r${row}` as RunId
}

export function rowOf(id: ModelId | RunId): number {
  return Number(id.slice(1))
}
