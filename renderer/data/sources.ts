import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { queryClient } from './query-client.ts'

/** The folders of photographs of the project that is open, and what of them is still there. */
export function useSources() {
  return useQuery(api.sources.list.queryOptions({ input: {}, staleTime: 30_000, retry: false }))
}

export function useRelocate() {
  const onSuccess = async () => {
    await queryClient.invalidateQueries({ queryKey: api.sources.key() })
    await queryClient.invalidateQueries({ queryKey: api.imports.key() })
  }
  return useMutation(api.sources.relocate.mutationOptions({ onSuccess }))
}
