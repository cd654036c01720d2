import { IconStethoscope } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { HealthScreen } from './health-screen.tsx'

export const healthScreen = {
  name: 'health',
  title: 'Label health',
  icon: IconStethoscope,
  component: HealthScreen,
} as const satisfies Screen
