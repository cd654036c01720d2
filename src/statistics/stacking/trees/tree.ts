import { z } from 'zod'

/** A binary tree in arrays, node 0 the root. A row goes left where its feature is at most the threshold. */
export const treeSchema = z.object({
  /** -1 for a leaf. */
  feature: z.array(z.int()),
  threshold: z.array(z.number()),
  left: z.array(z.int()),
  right: z.array(z.int()),
  /** What a leaf says; empty for the others. */
  value: z.array(z.array(z.number())),
})
export type Tree = z.infer<typeof treeSchema>

/** What the row's leaf says. */
export function treeValue({ feature, threshold, left, right, value }: Tree, row: ArrayLike<number>): readonly number[] {
  let node = 0
  for (let asked = feature[0] as number; asked >= 0; asked = feature[node] as number) {
    const goesLeft = (row[asked] as number) <= (threshold[node] as number)
    node = (goesLeft ? left[node] : right[node]) as number
  }
  return value[node] as readonly number[]
}

/** The features by column, each with its rows in ascending order: sorted once for all trees. */
export interface SortedFeatures {
  readonly columns: readonly Float64Array[]
  readonly orders: readonly Int32Array[]
  readonly rows: number
}

export function sortFeatures(features: readonly (readonly number[])[]): SortedFeatures {
  const rows = features.length
  const columns = (features[0] ?? []).map((_, k) => Float64Array.from(features, (row) => row[k] as number))
  const orders = columns.map((column) =>
    Int32Array.from({ length: rows }, (_, row) => row).sort((a, b) => (column[a] as number) - (column[b] as number)),
  )
  return { columns, orders, rows }
}
