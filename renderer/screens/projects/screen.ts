import { IconFolders } from '@tabler/icons-react'
import type { Screen } from '../../app/kit/screen.ts'
import { ProjectsScreen } from './projects-screen.tsx'

export const projectsScreen = {
  name: 'projects',
  title: 'Projects',
  icon: IconFolders,
  component: ProjectsScreen,
  withoutProject: true,
} as const satisfies Screen
