import { create } from 'zustand'
import { createJSONStorage, persist } from 'zustand/middleware'
import { type MapMethod, usualMapMethod } from '#shared/contract/looking.ts'
import { boundaries } from '#shared/grades.ts'
import type { QueueOrder } from './queue-choice.ts'
import { readerOfThisTab } from './reader-of-this-tab.ts'

interface Preferences {
  /** Name that decisions are stored under; null until it has been asked for. */
  readonly reader: string | null
  readonly order: QueueOrder
  /** Index into `boundaries`, or null for all. */
  readonly boundary: number | null
  /** How heat maps are made, and of which layers, by name; of the usual one where there are none. */
  readonly mapMethod: MapMethod
  readonly mapLayers: readonly string[]
  /** Keys the reader has changed: action id → shortcuts. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  setReader(name: string): void
  setOrder(order: QueueOrder): void
  setBoundary(boundary: number | null): void
  setMap(chosen: { readonly mapMethod?: MapMethod; readonly mapLayers?: readonly string[] }): void
  setKeys(action: string, shortcuts: readonly string[] | null): void
}

/** What this page remembers between visits: all tabs together, but each its own reader. */
export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      reader: null,
      order: 'suspicion',
      boundary: null,
      mapMethod: usualMapMethod,
      mapLayers: [],
      keys: {},
      setReader: (name) => set({ reader: name.trim() || null }),
      setOrder: (order) => set({ order }),
      setBoundary: (boundary) =>
        set({ boundary: boundary !== null && boundaries[boundary] !== undefined ? boundary : null }),
      setMap: (chosen) => set(chosen),
      setKeys: (action, shortcuts) =>
        set(({ keys }) => {
          const { [action]: _, ...others } = keys
          return { keys: shortcuts ? { ...others, [action]: shortcuts } : others }
        }),
    }),
    { name: 'regrade.preferences', version: 1, storage: createJSONStorage(() => readerOfThisTab(window)) },
  ),
)
