import { IconFileImport } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { ImportScreen } from './import-screen.tsx'
import { useImport } from './import-store.ts'

export const importScreen = {
  name: 'import',
  title: 'Import',
  icon: IconFileImport,
  component: ImportScreen,
  forget: () => useImport.setState({ run: null }),
} as const satisfies Screen
