import type { Screen } from '../app/kit/screen.ts'
import { exportScreen } from './export/screen.ts'
import { healthScreen } from './health/screen.ts'
import { importScreen } from './import/screen.ts'
import { projectsScreen } from './projects/screen.ts'
import { qualityScreen } from './quality/screen.ts'
import { reviewScreen } from './review/screen.ts'
import { trainingScreen } from './training/screen.ts'

const list = [
  projectsScreen,
  importScreen,
  qualityScreen,
  reviewScreen,
  trainingScreen,
  healthScreen,
  exportScreen,
] as const satisfies readonly Screen[]

export type Route = (typeof list)[number]['name']
export type ListedScreen = Screen & { readonly name: Route }

/** Every screen, in the order of the rail. */
export const screens: readonly [ListedScreen, ...ListedScreen[]] = list
