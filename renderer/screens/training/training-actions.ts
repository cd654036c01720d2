import type { Action } from '../../app/kit/action.ts'
import { useTrainingCommands } from './training-commands.ts'

export const trainingActions: readonly Action[] = [
  {
    id: 'training.start',
    label: 'Fine-tune',
    section: 'Training',
    scope: 'training',
    shortcuts: ['Mod+Enter'],
    enabled: () => useTrainingCommands.getState().start !== null,
    run: () => useTrainingCommands.getState().start?.(),
  },
  {
    id: 'training.start-rounds',
    label: 'Start noisy-student rounds',
    section: 'Training',
    scope: 'training',
    shortcuts: ['Mod+Shift+Enter'],
    enabled: () => useTrainingCommands.getState().startRounds !== null,
    run: () => useTrainingCommands.getState().startRounds?.(),
  },
  {
    id: 'training.find-rate',
    label: 'Find a learning rate',
    section: 'Training',
    scope: 'training',
    shortcuts: ['Mod+Shift+L'],
    enabled: () => useTrainingCommands.getState().findRate !== null,
    run: () => useTrainingCommands.getState().findRate?.(),
  },
  {
    id: 'training.cancel',
    label: 'Cancel the run (its checkpoint is kept)',
    section: 'Training',
    scope: 'training',
    shortcuts: ['Shift+Esc'],
    enabled: () => useTrainingCommands.getState().cancel !== null,
    run: () => useTrainingCommands.getState().cancel?.(),
  },
]
