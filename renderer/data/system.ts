import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export function useSystemStatus() {
  return useQuery(api.system.status.queryOptions({ refetchInterval: 60_000 }))
}

/** Folders and label files of the workstation's machine; its home folder where none is named. */
export function useFolder(folder: string | undefined) {
  return useQuery(
    api.system.browse.queryOptions({ input: folder === undefined ? {} : { folder }, gcTime: 0, staleTime: 2_000 }),
  )
}
