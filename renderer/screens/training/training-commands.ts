import { create } from 'zustand'

interface TrainingCommands {
  /** Starts a fine-tune with the choices on the screen; null while that cannot be done. */
  readonly start: (() => void) | null
  /** Starts rounds of noisy student with the choices on the screen; null while that cannot be done. */
  readonly startRounds: (() => void) | null
  /** Tries learning rates for the recipe on the screen; null while that cannot be done. */
  readonly findRate: (() => void) | null
  /** Cancels the run that is at work; null where there is none. */
  readonly cancel: (() => void) | null
}

/** What the training screen offers just now to keys and palette; nothing while it is not in front. */
export const useTrainingCommands = create<TrainingCommands>(() => ({
  start: null,
  startRounds: null,
  findRate: null,
  cancel: null,
}))

/** Offers a part of them; the answer takes that part back and leaves what others offer. */
export function offerCommands(commands: Partial<TrainingCommands>): () => void {
  useTrainingCommands.setState(commands)
  return () => useTrainingCommands.setState(Object.fromEntries(Object.keys(commands).map((name) => [name, null])))
}
