import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { queryClient } from './query-client.ts'

/** Newest first, each with its rounds so far. */
export function useNoisyStudentRuns() {
  return useQuery(api.noisyStudent.runs.queryOptions())
}

const askAgain = () =>
  Promise.all([api.noisyStudent.key(), api.jobs.key()].map((queryKey) => queryClient.invalidateQueries({ queryKey })))

export function useStartRounds() {
  return useMutation(api.noisyStudent.start.mutationOptions({ onSuccess: askAgain }))
}

export function useResumeRounds() {
  return useMutation(api.noisyStudent.resume.mutationOptions({ onSuccess: askAgain }))
}
