import { IconFileExport } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { ExportScreen } from './export-screen.tsx'

export const exportScreen = {
  name: 'export',
  title: 'Export',
  icon: IconFileExport,
  component: ExportScreen,
} as const satisfies Screen
