import type { LabelFileRow } from '#interchange/label-file.ts'
import type { LabelMatch } from '#interchange/match.ts'
import type { ReadRow } from './import-messages.ts'
import type { ReadImport } from './read-import.ts'

/** Every row of the label file with what it was joined to. */
export function rowsOf({ labels, match }: ReadImport): ReadRow[] {
  const matched = new Map(match.matched.map(({ row, path }) => [row, path]))
  const ambiguous = new Map(match.ambiguous.map((one) => [one.row, one]))
  return (labels?.file.rows ?? []).map((row) => {
    const path = matched.get(row)
    const several = ambiguous.get(row)
    return { row, paths: several?.paths ?? (path === undefined ? [] : [path]), reason: several?.reason ?? null }
  })
}

/** Puts together again what `rowsOf` took apart, some rows at a time. */
export class JoinedRows {
  readonly rows: LabelFileRow[] = []
  readonly #matched: { row: LabelFileRow; path: string }[] = []
  readonly #missing: LabelFileRow[] = []
  readonly #ambiguous: { row: LabelFileRow; paths: readonly string[]; reason: string }[] = []

  add(pieces: readonly ReadRow[]): void {
    for (const { row, paths, reason } of pieces) {
      this.rows.push(row)
      const [path] = paths
      if (reason !== null) this.#ambiguous.push({ row, paths, reason })
      else if (path !== undefined) this.#matched.push({ row, path })
      else if (row.name !== '') this.#missing.push(row)
    }
  }

  match(unlabelled: readonly string[]): LabelMatch {
    return { matched: this.#matched, missing: this.#missing, ambiguous: this.#ambiguous, unlabelled }
  }
}
