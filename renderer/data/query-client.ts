import { QueryClient } from '@tanstack/react-query'
import { ConnectionLost } from './connection.ts'

/** Server state. It is asked again only when the workstation tells of a change; the machine may well have no network at
 *  all, so the browser's own idea of being online counts for nothing. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: Number.POSITIVE_INFINITY,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (count, error) => error instanceof ConnectionLost && count < 20,
      retryDelay: 50,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})
