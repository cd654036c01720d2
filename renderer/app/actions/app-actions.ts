import { openSpotlight } from '@mantine/spotlight'
import type { Action } from '../kit/action.ts'
import { openOverlay } from '../kit/overlays.ts'
import { goTo, routes, screenNames } from '../kit/route.ts'

const always = () => true

const screenActions: readonly Action[] = routes.map((route, index) => ({
  id: `go.${route}`,
  label: screenNames[route],
  section: 'Go to',
  scope: 'everywhere',
  shortcuts: [`Alt+${index + 1}`],
  enabled: always,
  run: () => goTo(route),
}))

export const appActions: readonly Action[] = [
  ...screenActions,
  {
    id: 'app.palette',
    label: 'Find a command or a photograph',
    section: 'Help',
    scope: 'everywhere',
    shortcuts: ['Mod+K', '/'],
    enabled: always,
    run: openSpotlight,
  },
  {
    id: 'app.help',
    label: 'All keys',
    section: 'Help',
    scope: 'everywhere',
    shortcuts: ['?'],
    enabled: always,
    run: () => openOverlay('help'),
  },
  {
    id: 'app.reader',
    label: 'Change the reader',
    section: 'Help',
    scope: 'everywhere',
    shortcuts: [],
    enabled: always,
    run: () => openOverlay('reader'),
  },
  {
    id: 'app.about',
    label: 'About Regrade',
    section: 'Help',
    scope: 'everywhere',
    shortcuts: [],
    enabled: always,
    run: () => openOverlay('about'),
  },
]
