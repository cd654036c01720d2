import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { queryClient } from './query-client.ts'

export function useLabelSets() {
  return useQuery(api.labels.list.queryOptions())
}

/** What making this label set primary would do to the grades as they are now. */
export function usePrimaryPreview(labelSet: string | null) {
  return useQuery(
    api.labels.previewPrimary.queryOptions({
      input: labelSet === null ? skipToken : { labelSet },
      ...{ staleTime: 0, gcTime: 0, retry: false },
    }),
  )
}

export function useMakePrimary() {
  const onSuccess = () => queryClient.invalidateQueries({ queryKey: api.labels.key() })
  return useMutation(api.labels.makePrimary.mutationOptions({ onSuccess }))
}
