import type { Action } from './action.ts'
import { appActions } from './app-actions.ts'
import { qualityActions } from './quality-actions.ts'
import { reviewActions } from './review-actions.ts'
import { trainingActions } from './training-actions.ts'

/** Every command of the window, with its keys as they come. */
export const actions: readonly Action[] = [...reviewActions, ...qualityActions, ...trainingActions, ...appActions]
