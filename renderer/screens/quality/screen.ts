import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { freshGrid, useGrid } from './grid-store.ts'
import { qualityActions } from './quality-actions.ts'
import { QualityScreen } from './quality-screen.tsx'

export const qualityScreen = {
  name: 'quality',
  title: 'Quality',
  icon: IconAdjustmentsHorizontal,
  component: QualityScreen,
  asksForReader: true,
  actions: qualityActions,
  sections: [{ name: 'Quality' }],
  forget: () => useGrid.setState(freshGrid),
} as const satisfies Screen
