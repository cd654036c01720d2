import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

export function useRunList() {
  return useQuery(api.jobs.list.queryOptions())
}

export function useCancelRun() {
  return useMutation(api.jobs.cancel.mutationOptions())
}
