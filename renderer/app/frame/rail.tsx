import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import {
  IconAdjustmentsHorizontal,
  IconEye,
  IconFileExport,
  IconFileImport,
  IconFolders,
  IconInfoCircle,
  IconKeyboard,
  type IconProps,
  IconSparkles,
  IconStethoscope,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useProject } from '../../data/projects.ts'
import { useKeys } from '../actions/keyed-actions.ts'
import { openOverlay } from '../kit/overlays.ts'
import { type Route, routes, screenNames, useRoute } from '../kit/route.ts'
import styles from './frame.module.css'

const icons: Readonly<Record<Route, ComponentType<IconProps>>> = {
  projects: IconFolders,
  import: IconFileImport,
  quality: IconAdjustmentsHorizontal,
  review: IconEye,
  training: IconSparkles,
  health: IconStethoscope,
  export: IconFileExport,
}

export function Rail() {
  const here = useRoute((state) => state.route)
  const project = useProject()
  const keys = useKeys()
  const iconsOnly = useMediaQuery('(max-width: 1599px)', false, { getInitialValueInEffect: false })
  return (
    <nav className={styles.rail} aria-label="Screens">
      {routes.map((route) => {
        const Icon = icons[route]
        return (
          <Tooltip key={route} label={screenNames[route]} position="right" disabled={!iconsOnly}>
            <a
              className={styles.place}
              href={`#/${route}`}
              aria-keyshortcuts={keys(`go.${route}`).announced}
              aria-current={route === here ? 'page' : undefined}
              aria-disabled={route !== 'projects' && !project.data ? true : undefined}
              data-testid={`go-${route}`}
            >
              <Icon size={18} stroke={1.6} aria-hidden="true" />
              <span>{screenNames[route]}</span>
            </a>
          </Tooltip>
        )
      })}
      <div className={styles.railEnd}>
        <Tooltip label="Keys" position="right" disabled={!iconsOnly}>
          <button
            type="button"
            className={`${styles.place} ${styles.plainButton}`}
            aria-keyshortcuts={keys('app.help').announced}
            onClick={() => openOverlay('help')}
          >
            <IconKeyboard size={18} stroke={1.6} aria-hidden="true" />
            <span>Keys</span>
          </button>
        </Tooltip>
        <Tooltip label="About" position="right" disabled={!iconsOnly}>
          <button
            type="button"
            className={`${styles.place} ${styles.plainButton}`}
            onClick={() => openOverlay('about')}
          >
            <IconInfoCircle size={18} stroke={1.6} aria-hidden="true" />
            <span>About</span>
          </button>
        </Tooltip>
      </div>
    </nav>
  )
}
