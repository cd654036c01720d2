import { skipToken, experimental_streamedQuery as streamedQuery, useQuery } from '@tanstack/react-query'
import { namedChanges } from '#shared/augmentation.ts'
import { api, client } from './client.ts'
import type { ExplainRequest, Explanation } from './contract-types.ts'
import { queryClient } from './query-client.ts'

/** A failure is told at once, and asked again by hand: waiting would not mend it. */
const patience = { retry: false, gcTime: 120_000 } as const

/** Heat map of the current model. */
export function useExplanation(request: ExplainRequest | null) {
  return useQuery(api.looking.explain.queryOptions({ input: request ?? skipToken, ...patience }))
}

export function prefetchExplanation(request: ExplainRequest): Promise<void> {
  return queryClient.prefetchQuery(api.looking.explain.queryOptions({ input: request, ...patience }))
}

/** The layers of the current model that maps can be drawn from. */
export function useMapLayers(wanted: boolean) {
  return useQuery(api.looking.layers.queryOptions({ enabled: wanted, retry: false }))
}

/** The photograph under each change with its map, one after another in the order of `namedChanges`, each shown when it is there.
 *  Nobody looking any more ends it. What was made is in the project's cache, so that nothing is kept here. */
export function useExplanationsUnderChanges(request: ExplainRequest | null) {
  return useQuery({
    queryKey: [['looking', 'changes'], { input: request }],
    queryFn: request
      ? streamedQuery({ streamFn: ({ signal }): AsyncIterable<Explanation> => underChanges(request, signal) })
      : skipToken,
    ...{ retry: false, gcTime: 0 },
  })
}

async function* underChanges(request: ExplainRequest, signal: AbortSignal): AsyncGenerator<Explanation> {
  for (const change of namedChanges) {
    if (signal.aborted) return
    yield await client.looking.explain({ ...request, change }, { signal })
  }
}
