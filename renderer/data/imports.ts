import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import type { RunId } from '#shared/ids.ts'
import { api } from './client.ts'
import type { ImportRequest } from './contract-types.ts'

/** What an import would find; asked once folder and label file are both named. */
export function useImportPreview(request: ImportRequest | null) {
  return useQuery(
    api.imports.preview.queryOptions({
      input: request ?? skipToken,
      staleTime: 0,
      retry: false,
      placeholderData: (before) => before,
    }),
  )
}

export function useStartImport() {
  return useMutation(api.imports.start.mutationOptions())
}

export function useImportReport(run: RunId | null) {
  return useQuery(api.imports.report.queryOptions({ input: run === null ? skipToken : { run } }))
}
