import { skipToken, useMutation, useQuery } from '@tanstack/react-query'
import type { ModelId } from '#shared/ids.ts'
import { api } from './client.ts'
import { queryClient } from './query-client.ts'

export function useModels() {
  return useQuery(api.models.list.queryOptions())
}

export function useJudgement(model: ModelId | null) {
  return useQuery(api.models.judge.queryOptions({ input: model === null ? skipToken : { model } }))
}

/** Figures on the photographs that are locked away. */
export function useEvaluation(model: ModelId | null) {
  return useQuery(api.models.evaluate.queryOptions({ input: model === null ? skipToken : { model } }))
}

/** What the gate says of a model beside the one in use. */
export function useBesideCurrent(model: ModelId | null) {
  return useQuery(api.models.compare.queryOptions({ input: model === null ? skipToken : { model } }))
}

export function useModelCard(model: ModelId | null) {
  return useQuery(api.models.card.queryOptions({ input: model === null ? skipToken : { model } }))
}

const askModelsAgain = () => queryClient.invalidateQueries({ queryKey: api.models.key() })

export function usePromoteModel() {
  return useMutation(api.models.promote.mutationOptions({ onSuccess: askModelsAgain }))
}

export function useKeepModel() {
  return useMutation(api.models.keep.mutationOptions({ onSuccess: askModelsAgain }))
}

export function useImportModel() {
  return useMutation(api.models.import.mutationOptions({ onSuccess: askModelsAgain }))
}

/** Begins a run that does it, or queues it; the list is asked again when that tells of a new model. */
export function useCombineModels() {
  return useMutation(api.models.combine.mutationOptions())
}

export function useSaveModel() {
  return useMutation(api.models.save.mutationOptions())
}

export function useScoreAll() {
  return useMutation(api.models.score.mutationOptions())
}
