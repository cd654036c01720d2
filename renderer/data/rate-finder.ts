import { create } from 'zustand'
import type { FoundRate } from '#shared/contract/training.ts'
import { client } from './client.ts'
import type { TrainRequest } from './contract-types.ts'
import { failureSentence } from './failure-sentence.ts'

type Search =
  | { readonly state: 'none' }
  | { readonly state: 'searching'; readonly stage: string | null; readonly done: number; readonly total: number }
  | { readonly state: 'found'; readonly found: FoundRate }
  | { readonly state: 'failed'; readonly sentence: string }

interface RateFinder {
  readonly search: Search
  readonly start: (request: TrainRequest) => Promise<void>
  /** Stops what is under way, and puts what was found away. */
  readonly close: () => void
}

let listening = new AbortController()

/** The search for a learning rate, which goes on while the reader looks at another screen. */
export const useRateFinder = create<RateFinder>((set) => ({
  search: { state: 'none' },
  start: async (request) => {
    listening.abort()
    const controller = new AbortController()
    listening = controller
    const { signal } = controller
    const show = (search: Search) => {
      if (!signal.aborted) set({ search })
    }
    show({ state: 'searching', stage: null, done: 0, total: 0 })
    try {
      for await (const event of await client.training.findRate(request, { signal })) {
        if (event.kind === 'found') show({ state: 'found', found: event })
        else show({ state: 'searching', stage: event.stage, done: event.done, total: event.total })
      }
    } catch (error) {
      show({ state: 'failed', sentence: failureSentence(error) })
    }
  },
  close: () => {
    listening.abort()
    set({ search: { state: 'none' } })
  },
}))
