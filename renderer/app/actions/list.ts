import { qualityActions } from '../../screens/quality/quality-actions.ts'
import { reviewActions } from '../../screens/review/review-actions.ts'
import { trainingActions } from '../../screens/training/training-actions.ts'
import type { Action } from '../kit/action.ts'
import { appActions } from './app-actions.ts'

/** Every command of the window, with its keys as they come. */
export const actions: readonly Action[] = [...reviewActions, ...qualityActions, ...trainingActions, ...appActions]
