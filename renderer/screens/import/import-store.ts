import { create } from 'zustand'
import type { RunId } from '#shared/ids.ts'
import { chosen, type ImportChoices, noChoices } from './import-choices.ts'

interface ImportState {
  readonly choices: ImportChoices
  /** The import started from this screen; kept while the reader looks elsewhere. */
  readonly run: RunId | null
  choose(choices: Partial<ImportChoices>): void
}

export const useImport = create<ImportState>((set) => ({
  choices: noChoices,
  run: null,
  choose: (made) => set(({ choices }) => ({ choices: chosen(choices, made) })),
}))
