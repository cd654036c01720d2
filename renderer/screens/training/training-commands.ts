import { create } from 'zustand'

interface TrainingCommands {
  /** Starts a fine-tune with the choices on the screen; null while that cannot be done. */
  readonly start: (() => void) | null
  /** Tries learning rates for the recipe on the screen; null while that cannot be done. */
  readonly findRate: (() => void) | null
  /** Cancels the run that is at work; null where there is none. */
  readonly cancel: (() => void) | null
}

/** What there is while the screen is not in front. */
export const noCommands: TrainingCommands = { start: null, findRate: null, cancel: null }

/** What the training screen offers just now to keys and palette. */
export const useTrainingCommands = create<TrainingCommands>(() => noCommands)
