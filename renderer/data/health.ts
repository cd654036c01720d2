import { useQuery } from '@tanstack/react-query'
import { api } from './client.ts'

/** What is found and left at each boundary, by one reader or (null) by all. What was there stays until the answer is. */
export function useLedger(grader: string | null, rate: number) {
  const input = grader === null ? { rate } : { rate, grader }
  return useQuery(api.health.ledger.queryOptions({ input, placeholderData: (before) => before }))
}

export function useLabelHealth() {
  return useQuery(api.health.labels.queryOptions())
}
