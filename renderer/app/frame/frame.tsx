import { useEffect } from 'react'
import { usePreferences } from '../../data/preferences.ts'
import { useProject } from '../../data/projects.ts'
import { queueRequest } from '../../data/queue-choice.ts'
import { prefetchQueue } from '../../data/review.ts'
import { screenOf } from '../address.ts'
import { ConnectionBanner } from '../banners/connection-banner.tsx'
import { ProjectBanner } from '../banners/project-banner.tsx'
import { HelpSheet } from '../help/help-sheet.tsx'
import { openOverlay } from '../kit/overlays.ts'
import { useRoute } from '../kit/route.ts'
import { Palette } from '../palette/palette.tsx'
import { About } from '../sheets/about.tsx'
import { LogSheet } from '../sheets/log-sheet.tsx'
import { ReaderSheet } from '../sheets/reader-sheet.tsx'
import styles from './frame.module.css'
import { NoProject } from './no-project.tsx'
import { Rail } from './rail.tsx'
import { StatusLine } from './status-line.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands round every screen: rail, top, bottom line, sheets. */
export function Frame() {
  const screen = screenOf(useRoute((state) => state.route))
  const Screen = screen.component
  const project = useProject()
  const { reader, order, boundary } = usePreferences()
  const asksForReader = reader === null && Boolean(project.data) && screen.asksForReader === true

  useEffect(() => {
    if (asksForReader) openOverlay('reader')
  }, [asksForReader])

  const projectId = project.data?.id
  useEffect(() => {
    if (projectId !== undefined && reader !== null) void prefetchQueue(queueRequest(reader, order, boundary))
  }, [projectId, reader, order, boundary])

  return (
    <div className={styles.frame}>
      <TopBar />
      <Rail />
      <main className={styles.screen} data-route={screen.name}>
        <h1 className="visually-hidden">{screen.title}</h1>
        <ConnectionBanner />
        <ProjectBanner />
        <div className={styles.content}>
          {screen.withoutProject || project.data ? <Screen /> : <NoProject query={project} />}
        </div>
      </main>
      <StatusLine />
      <Toasts />
      <Palette />
      <HelpSheet />
      <About />
      <ReaderSheet />
      <LogSheet />
    </div>
  )
}
