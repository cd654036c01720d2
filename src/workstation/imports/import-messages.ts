import type { LabelFile, LabelFileRow } from '#interchange/label-file.ts'
import type { ImportPreview, ImportRequest } from '#shared/contract/imports.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { Sha256 } from '#shared/ids.ts'

/** What the thread that reads an import is asked. Both ends are this application's own. */
export type ToReader =
  | { readonly kind: 'read'; readonly request: ImportRequest; readonly summarise: boolean }
  | { readonly kind: 'piece'; readonly list: ListName; readonly from: number; readonly to: number }

/** What may be as long as a folder or a file. */
export const listNames = ['rows', 'paths', 'unlabelled'] as const
export type ListName = (typeof listNames)[number]

/** A row and what it was joined to: one photograph, none (null) or several. */
export interface ReadRow {
  readonly row: LabelFileRow
  readonly paths: readonly string[]
  /** Why several are none; null otherwise. */
  readonly reason: string | null
}

/** What an import reads, but for its long lists. */
export interface ReadHead {
  readonly folder: string
  readonly sentence: string
  readonly warnings: readonly string[]
  readonly labels: {
    readonly name: string
    readonly fileName: string
    readonly sha256: Sha256
    readonly file: Omit<LabelFile, 'rows'>
  } | null
  readonly lengths: Readonly<Record<ListName, number>>
  /** Where it was asked for. */
  readonly summary: ImportSummary | null
}

/** A preview whose photographs are still paths. */
export type ImportSummary = Omit<ImportPreview, 'firstRows' | 'moved'> & {
  readonly firstRows: readonly (Omit<ImportPreview['firstRows'][number], 'thumbnail'> & {
    readonly path: string | null
  })[]
}

export type FromReader =
  | { readonly kind: 'ready' }
  | { readonly kind: 'read'; readonly head: ReadHead }
  | { readonly kind: 'piece'; readonly items: readonly (ReadRow | string)[] }
  | {
      readonly kind: 'failed'
      readonly code: ErrorCode
      readonly message: string
      readonly details: Readonly<Record<string, unknown>>
    }
