import { Tooltip } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconInfoCircle, IconKeyboard } from '@tabler/icons-react'
import { useProject } from '../../data/projects.ts'
import { screens } from '../../screens/screens.ts'
import { appActions } from '../actions/app-actions.ts'
import { useBound } from '../kit/bound-actions.ts'
import { openOverlay } from '../kit/overlays.ts'
import { useRoute } from '../kit/route.ts'
import styles from './frame.module.css'

export function Rail() {
  const here = useRoute((state) => state.route)
  const project = useProject()
  const action = useBound(appActions)
  const iconsOnly = useMediaQuery('(max-width: 1599px)', false, { getInitialValueInEffect: false })
  return (
    <nav className={styles.rail} aria-label="Screens">
      {screens.map(({ name, title, icon: Icon, withoutProject }) => (
        <Tooltip key={name} label={title} position="right" disabled={!iconsOnly}>
          <a
            className={styles.place}
            href={`#/${name}`}
            aria-keyshortcuts={action(`go.${name}`).keys.announced}
            aria-current={name === here ? 'page' : undefined}
            aria-disabled={!withoutProject && !project.data ? true : undefined}
            data-testid={`go-${name}`}
          >
            <Icon size={18} stroke={1.6} aria-hidden="true" />
            <span>{title}</span>
          </a>
        </Tooltip>
      ))}
      <div className={styles.railEnd}>
        <Tooltip label="Keys" position="right" disabled={!iconsOnly}>
          <button
            type="button"
            className={`${styles.place} ${styles.plainButton}`}
            aria-keyshortcuts={action('app.help').keys.announced}
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
