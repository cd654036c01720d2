import type { LabelFileRow } from './label-file.ts'
import { withoutPictureExtension } from './photograph-names.ts'

interface Named {
  readonly name: string
}

/** Which row of a label file belongs to which photograph. */
export interface LabelMatch<Row extends Named = LabelFileRow> {
  readonly matched: readonly { readonly row: Row; readonly path: string }[]
  /** Rows whose photograph is not there. */
  readonly missing: readonly Row[]
  /** Rows whose name several photographs bear. */
  readonly ambiguous: readonly { readonly row: Row; readonly paths: readonly string[]; readonly reason: string }[]
  /** Photographs that no row names. */
  readonly unlabelled: readonly string[]
}

/** Ways to compare, the most exact first: whole path, path without extension, file name, file name without extension. */
const comparisons: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => withoutPictureExtension(path),
  (path) => fileName(path),
  (path) => withoutPictureExtension(fileName(path)),
]

/** Joins rows to photographs by name. `paths` are relative, with forward slashes. Case is minded at first, and only where
 *  nothing is found that way is it not. Rows without a name are passed over. */
export function matchLabels<Row extends Named>(rows: readonly Row[], paths: readonly string[]): LabelMatch<Row> {
  const exact = comparisons.map((key) => indexed(paths, (path) => key(tidy(path))))
  const loose = comparisons.map((key) => indexed(paths, (path) => key(tidy(path)).toLowerCase()))
  const find = (name: string) =>
    firstFound(exact, (key) => key(tidy(name))) ?? firstFound(loose, (key) => key(tidy(name)).toLowerCase())

  const matched: { row: Row; path: string }[] = []
  const missing: Row[] = []
  const ambiguous: { row: Row; paths: readonly string[]; reason: string }[] = []
  const named = new Set<string>()
  for (const row of rows) {
    if (row.name === '') continue
    const found = nearest(row.name, find(row.name) ?? [])
    for (const path of found) named.add(path)
    const [path] = found
    if (path === undefined) missing.push(row)
    else if (found.length === 1) matched.push({ row, path })
    else
      ambiguous.push({ row, paths: found, reason: `${found.length} photographs are named ${row.name}: ${list(found)}` })
  }
  return { matched, missing, ambiguous, unlabelled: paths.filter((path) => !named.has(path)) }
}

function firstFound(
  indexes: readonly ReadonlyMap<string, readonly string[]>[],
  keyOf: (comparison: (path: string) => string) => string,
): readonly string[] | undefined {
  for (const [place, index] of indexes.entries()) {
    const comparison = comparisons[place]
    const found = comparison && index.get(keyOf(comparison))
    if (found) return found
  }
  return undefined
}

/** Of several photographs of a name, the one whose folders are the row's too, from the name upwards. */
function nearest(name: string, paths: readonly string[]): readonly string[] {
  if (paths.length < 2) return paths
  const common = paths.map((path) => commonFolders(tidy(name), tidy(path)))
  const most = Math.max(...common)
  const near = paths.filter((_, place) => common[place] === most)
  return most > 0 && near.length === 1 ? near : paths
}

function commonFolders(a: string, b: string): number {
  const [one, other] = [a, b].map((path) => path.split('/').slice(0, -1).reverse())
  const differs = one?.findIndex((folder, place) => folder !== other?.[place]) ?? 0
  return differs < 0 ? (one?.length ?? 0) : differs
}

function indexed(paths: readonly string[], keyOf: (path: string) => string): Map<string, string[]> {
  const index = new Map<string, string[]>()
  for (const path of paths) {
    const key = keyOf(path)
    const found = index.get(key)
    if (found) found.push(path)
    else index.set(key, [path])
  }
  return index
}

/** One spelling for slashes and for accents, which macOS stores decomposed. */
function tidy(path: string): string {
  return path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .normalize('NFC')
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(', ')
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown
}
