import { openSpotlight } from '@mantine/spotlight'
import { screens } from '../../screens/screens.ts'
import { type Action, type ActionSection, everywhere } from '../kit/action.ts'
import { openOverlay } from '../kit/overlays.ts'
import { goTo } from '../kit/route.ts'

export const appSections: readonly ActionSection[] = [{ name: 'Go to' }, { name: 'Help', title: () => 'Everywhere' }]

const always = () => true

const screenActions: readonly Action[] = screens.map(({ name, title }, index) => ({
  id: `go.${name}`,
  label: title,
  section: 'Go to',
  scope: everywhere,
  shortcuts: [`Alt+${index + 1}`],
  enabled: always,
  run: () => goTo(name),
}))

export const appActions: readonly Action[] = [
  ...screenActions,
  {
    id: 'app.palette',
    label: 'Find a command or a photograph',
    section: 'Help',
    scope: everywhere,
    shortcuts: ['Mod+K', '/'],
    enabled: always,
    run: openSpotlight,
  },
  {
    id: 'app.help',
    label: 'All keys',
    section: 'Help',
    scope: everywhere,
    shortcuts: ['?'],
    enabled: always,
    run: () => openOverlay('help'),
  },
  {
    id: 'app.reader',
    label: 'Change the reader',
    section: 'Help',
    scope: everywhere,
    shortcuts: [],
    enabled: always,
    run: () => openOverlay('reader'),
  },
  {
    id: 'app.log',
    label: 'Open the log',
    section: 'Help',
    scope: everywhere,
    shortcuts: [],
    enabled: always,
    run: () => openOverlay('log'),
  },
  {
    id: 'app.about',
    label: 'About Regrade',
    section: 'Help',
    scope: everywhere,
    shortcuts: [],
    enabled: always,
    run: () => openOverlay('about'),
  },
]
