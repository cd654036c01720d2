import { openSpotlight } from '@mantine/spotlight'
import { IconSearch, IconUser } from '@tabler/icons-react'
import { boundaries } from '#shared/grades.ts'
import { usePreferences } from '../../data/preferences.ts'
import { useProject } from '../../data/projects.ts'
import { queueOrders } from '../../data/queue-choice.ts'
import { appActions } from '../actions/app-actions.ts'
import { ActionKey } from '../kit/action-key.tsx'
import { useBound } from '../kit/bound-actions.ts'
import { openOverlay } from '../kit/overlays.ts'
import styles from './frame.module.css'

export function TopBar() {
  const project = useProject()
  const { reader, order, boundary } = usePreferences()
  const find = useBound(appActions)('app.palette')
  const pair = boundary === null ? undefined : boundaries[boundary]
  const queueName = queueOrders.find((one) => one.order === order)?.name ?? ''
  return (
    <header className={styles.top}>
      <div className={styles.product}>
        <img src="./icon.svg" alt="" width={20} height={20} />
        Regrade
      </div>
      <div className={styles.projectName} title={project.data?.folder} data-testid="project-name">
        {project.data?.name ?? 'No project open'}
      </div>
      <div className={styles.topEnd}>
        {project.data ? (
          <span className={`${styles.quiet} ${styles.queueName}`} style={{ cursor: 'default' }}>
            <span>
              Queue: {queueName.toLowerCase()}
              {pair ? `, ${pair[0]}–${pair[1]} only` : ''}
            </span>
          </span>
        ) : null}
        <button
          type="button"
          className={styles.quiet}
          onClick={() => openOverlay('reader')}
          aria-label={reader === null ? 'Reader? None is named' : `Reader ${reader}, change`}
          data-testid="reader"
        >
          <IconUser size={16} stroke={1.6} aria-hidden="true" />
          <span>{reader === null ? 'Reader?' : `Reader: ${reader}`}</span>
        </button>
        <button
          type="button"
          className={`${styles.quiet} ${styles.search}`}
          onClick={openSpotlight}
          aria-label="Find a command or a photograph"
          aria-keyshortcuts={find.keys.announced}
        >
          <IconSearch size={15} stroke={1.6} aria-hidden="true" />
          <span style={{ flex: 1, textAlign: 'left' }}>Find</span>
          <ActionKey of={find} />
        </button>
      </div>
    </header>
  )
}
