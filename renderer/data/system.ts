import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export function useSystemStatus() {
  return useQuery(api.system.status.queryOptions({ refetchInterval: 60_000 }))
}

/** What computes here where the choice is left to the machine; it does not change while the workstation runs. */
export function useRuntimeChoice() {
  return useQuery(
    api.system.chooseRuntime.queryOptions({ input: { runtime: 'auto' }, staleTime: Number.POSITIVE_INFINITY }),
  )
}

/** The end of the workstation's log, asked for while it is looked at. */
export function useLog(enabled: boolean) {
  return useQuery(api.system.log.queryOptions({ input: {}, enabled, gcTime: 0, refetchInterval: 5_000 }))
}

/** Folders and label files of the workstation's machine; its home folder where none is named. */
export function useFolder(folder: string | undefined) {
  return useQuery(
    api.system.browse.queryOptions({ input: folder === undefined ? {} : { folder }, gcTime: 0, staleTime: 2_000 }),
  )
}
