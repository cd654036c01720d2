import { create } from 'zustand'

/** Every screen by the name it has in the address, in the order of the rail. */
export const screenNames = {
  projects: 'Projects',
  import: 'Import',
  quality: 'Quality',
  review: 'Review',
  training: 'Training',
  health: 'Label health',
  export: 'Export',
} as const
export type Route = keyof typeof screenNames

export const routes = Object.keys(screenNames) as Route[]

export function routeOf(hash: string): Route {
  const name = hash.replace(/^#\/?/, '')
  return routes.find((route) => route === name) ?? 'projects'
}

/** The screen in front. Kept in the address, so that Back works and a screen can be linked to. */
export const useRoute = create<{ readonly route: Route }>(() => ({ route: routeOf(globalThis.location?.hash ?? '') }))

export function goTo(route: Route): void {
  window.location.hash = `#/${route}`
}

/** Follows the address for as long as the page lives. */
export function followAddress(): void {
  window.addEventListener('hashchange', () => useRoute.setState({ route: routeOf(globalThis.location?.hash ?? '') }))
}
