import './before.ts'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import '../ui/tokens.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import { followChanges } from '../data/follow-changes.ts'
import { keepProjectOpen, onOtherProject } from '../data/project-change.ts'
import { queryClient } from '../data/query-client.ts'
import { screens } from '../screens/screens.ts'
import { theme } from '../ui/theme.ts'
import { followAddress } from './address.ts'
import { announceRuns } from './announce-runs.ts'
import { AppFailure } from './app-failure.tsx'
import { Frame } from './frame/frame.tsx'
import { listenForKeys } from './keyboard/keyboard.ts'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')

followAddress()
onOtherProject(() => {
  for (const { forget } of screens) forget?.()
})
announceRuns()
keepProjectOpen()
listenForKeys()
void followChanges(new AbortController().signal)

createRoot(root).render(
  <MantineProvider theme={theme} forceColorScheme="dark">
    <QueryClientProvider client={queryClient}>
      <AppFailure>
        <Frame />
      </AppFailure>
    </QueryClientProvider>
  </MantineProvider>,
)
