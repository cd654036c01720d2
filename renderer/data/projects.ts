import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { takeProject } from './project-change.ts'

export function useProject() {
  return useQuery(api.projects.current.queryOptions())
}

export function useRecentProjects() {
  return useQuery(api.projects.recent.queryOptions())
}

export function useCreateProject() {
  return useMutation(api.projects.create.mutationOptions({ onSuccess: takeProject }))
}

export function useOpenProject() {
  return useMutation(api.projects.open.mutationOptions({ onSuccess: takeProject }))
}

export function useChooseSettings() {
  return useMutation(api.projects.choose.mutationOptions({ onSuccess: takeProject }))
}

export function useCloseProject() {
  return useMutation(api.projects.close.mutationOptions({ onSuccess: takeProject }))
}
