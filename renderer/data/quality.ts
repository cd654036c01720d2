import { useMutation, useQueries } from '@tanstack/react-query'
import type { Verdict } from '#shared/contract/quality.ts'
import type { ImageId } from '#shared/ids.ts'
import { api } from './client.ts'
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

/** A reader's verdict on the photographs; the grid is asked again once it is stored. */
export async function decideQuality(images: ImageId[], verdict: Verdict, grader: string): Promise<number> {
  const reply = await api.quality.decide.call({ images, verdict, grader })
  await queryClient.invalidateQueries({ queryKey: api.quality.list.key() })
  for (const image of images) {
    void queryClient.invalidateQueries({ queryKey: api.review.photograph.key({ input: { image } }) })
  }
  return reply.changed
}
