import { create } from 'zustand'

interface TrainingCommands {
  /** Starts a fine-tune with the choices on the screen; null while that cannot be done. */
  readonly start: (() => void) | null
  /** Cancels the run that is at work; null where there is none. */
  readonly cancel: (() => void) | null
}

/** What the training screen offers just now to keys and palette. */
export const useTrainingCommands = create<TrainingCommands>(() => ({ start: null, cancel: null }))
