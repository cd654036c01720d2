import { useMutation, useQueries } from '@tanstack/react-query'
import type { Verdict } from '#shared/contract/quality.ts'
import { api } from './client.ts'
import type { QualityDecision, QualityTurn, TurnRequest, VerdictRequest } from './contract-types.ts'
import { queryClient } from './query-client.ts'

export const qualityPageSize = 120

export interface QualityFilter {
  readonly verdict?: Verdict
  readonly reason?: string
}

/** The pages numbered `pages` of the grid, in that order. */
export function useQualityPages(filter: QualityFilter, pages: readonly number[]) {
  return useQueries({
    queries: pages.map((page) =>
      api.quality.list.queryOptions({
        input: { ...filter, offset: page * qualityPageSize, limit: qualityPageSize },
      }),
    ),
  })
}

export function useScreenAgain() {
  return useMutation(api.quality.screen.mutationOptions())
}

/** A reader's verdict; the grid is asked again once it is stored, or once it was refused as the list has changed. */
export function decideQuality(request: VerdictRequest): Promise<QualityDecision> {
  return thenLookAgain(() => api.quality.decide.call(request))
}

export function undoQuality(request: TurnRequest): Promise<QualityTurn> {
  return thenLookAgain(() => api.quality.undo.call(request))
}

export function redoQuality(request: TurnRequest): Promise<QualityTurn> {
  return thenLookAgain(() => api.quality.redo.call(request))
}

async function thenLookAgain<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } finally {
    await queryClient.invalidateQueries({ queryKey: api.quality.list.key() })
    void queryClient.invalidateQueries({ queryKey: api.review.photograph.key() })
  }
}
