import { create } from 'zustand'

/** Name of the screen in front. Kept in the address, so that Back works and a screen can be linked to. */
export const useRoute = create<{ readonly route: string }>(() => ({ route: '' }))

/** `screen`: a name of the list of screens, which a test holds every call against. */
export function goTo(screen: string): void {
  window.location.hash = `#/${screen}`
}
