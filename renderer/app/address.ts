import { type ListedScreen, screens } from '../screens/screens.ts'
import { useRoute } from './kit/route.ts'

/** The screen of that name, else the first. */
export function screenOf(name: string): ListedScreen {
  return screens.find((screen) => screen.name === name) ?? screens[0]
}

/** Follows the address for as long as the page lives. */
export function followAddress(): void {
  const follow = () => useRoute.setState({ route: screenOf(window.location.hash.replace(/^#\/?/, '')).name })
  follow()
  window.addEventListener('hashchange', follow)
}
