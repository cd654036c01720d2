import { IconSparkles } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { useRateFinder } from '../../data/rate-finder.ts'
import { freshRecipe, useRecipe } from './recipe-form/recipe-store.ts'
import { trainingActions } from './training-actions.ts'
import { TrainingScreen } from './training-screen.tsx'

export const trainingScreen = {
  name: 'training',
  title: 'Training',
  icon: IconSparkles,
  component: TrainingScreen,
  actions: trainingActions,
  sections: [{ name: 'Training' }],
  forget: () => {
    useRecipe.setState(freshRecipe)
    useRateFinder.getState().close()
  },
} as const satisfies Screen
