import { screens } from '../../screens/screens.ts'
import type { Action, ActionSection } from '../kit/action.ts'
import { useRoute } from '../kit/route.ts'
import type { Screen } from '../kit/screen.ts'
import { appActions, appSections } from './app-actions.ts'

/** The screens in the order of the help sheet. */
const inHelp = [...screens].sort((a, b) => Number(b.firstInHelp ?? false) - Number(a.firstInHelp ?? false))

/** Every command of the window, with its keys as they come. */
export const actions: readonly Action[] = [...inHelp.flatMap(whileInFront), ...appActions]

export const sections: readonly ActionSection[] = [...inHelp.flatMap((screen) => screen.sections ?? []), ...appSections]

/** The actions of a screen, which can be run while it is in front alone. */
function whileInFront({ name, actions = [] }: Screen): readonly Action[] {
  return actions.map((action) => ({
    ...action,
    enabled: () => useRoute.getState().route === name && action.enabled(),
  }))
}
