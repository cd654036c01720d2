import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import type { TrainingRun, TrainRequest } from './contract-types.ts'
import { queryClient } from './query-client.ts'

export function useTrainingOptions() {
  return useQuery(api.training.options.queryOptions())
}

/** Seconds a run would take, from a measured step; waits for its turn behind a running one. */
export function useTrainingEstimate(request: TrainRequest | null) {
  return useQuery(
    api.training.estimate.queryOptions({
      input: request ?? skipToken,
      staleTime: 5 * 60_000,
      retry: false,
      placeholderData: (before) => before,
    }),
  )
}

/** What is wrong between fields that each fit by themselves. */
export function useRecipeCheck(request: TrainRequest | null) {
  return useQuery(
    api.training.check.queryOptions({
      input: request ?? skipToken,
      staleTime: Number.POSITIVE_INFINITY,
      placeholderData: (before) => before,
    }),
  )
}

/** Asks once more whether anything is wrong: a file that a recipe starts from may have changed. */
export const checkRecipesAnew = () => queryClient.invalidateQueries({ queryKey: api.training.check.key() })

export function useSaveRecipe() {
  return useMutation(api.training.saveRecipe.mutationOptions())
}

/** Photographs that a run could not read; asked again when it starts or ends. */
export function useLeftOut({ id, state }: Pick<TrainingRun, 'id' | 'state'>) {
  const options = api.training.leftOut.queryOptions({ input: { run: id } })
  return useQuery({ ...options, queryKey: [...options.queryKey, state] })
}

export function useTrainingRuns() {
  return useQuery(api.training.runs.queryOptions())
}

const askRunsAgain = () => queryClient.invalidateQueries({ queryKey: api.training.runs.key() })

export function useStartTraining() {
  return useMutation(api.training.start.mutationOptions({ onSuccess: askRunsAgain }))
}

export function useResumeTraining() {
  return useMutation(api.training.resume.mutationOptions({ onSuccess: askRunsAgain }))
}
