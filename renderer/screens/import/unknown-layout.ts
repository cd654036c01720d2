import { type UnknownLayout, unknownLayoutSchema } from '#shared/contract/imports.ts'

/** What a failed preview tells of the file's columns, where that is why it failed. */
export function unknownLayout(error: unknown): UnknownLayout | null {
  const data = error instanceof Error && 'data' in error ? error.data : undefined
  return unknownLayoutSchema.safeParse(data).data ?? null
}
