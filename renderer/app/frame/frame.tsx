import { useEffect } from 'react'
import { usePreferences } from '../../data/preferences.ts'
import { useProject } from '../../data/projects.ts'
import { queueRequest } from '../../data/queue-choice.ts'
import { prefetchQueue } from '../../data/review.ts'
import { ExportScreen } from '../../screens/export/export-screen.tsx'
import { HealthScreen } from '../../screens/health/health-screen.tsx'
import { ImportScreen } from '../../screens/import/import-screen.tsx'
import { ProjectsScreen } from '../../screens/projects/projects-screen.tsx'
import { QualityScreen } from '../../screens/quality/quality-screen.tsx'
import { ReviewScreen } from '../../screens/review/review-screen.tsx'
import { TrainingScreen } from '../../screens/training/training-screen.tsx'
import { ConnectionBanner } from '../banners/connection-banner.tsx'
import { ProjectBanner } from '../banners/project-banner.tsx'
import { HelpSheet } from '../help/help-sheet.tsx'
import { openOverlay } from '../kit/overlays.ts'
import { type Route, screenNames, useRoute } from '../kit/route.ts'
import { Palette } from '../palette/palette.tsx'
import { About } from '../sheets/about.tsx'
import { ReaderSheet } from '../sheets/reader-sheet.tsx'
import styles from './frame.module.css'
import { NoProject } from './no-project.tsx'
import { Rail } from './rail.tsx'
import { StatusLine } from './status-line.tsx'
import { Toasts } from './toasts.tsx'
import { TopBar } from './top-bar.tsx'

/** What stands round every screen: rail, top, bottom line, sheets. */
export function Frame() {
  const route = useRoute((state) => state.route)
  const project = useProject()
  const { reader, order, boundary } = usePreferences()
  const asksForReader = reader === null && Boolean(project.data) && (route === 'review' || route === 'quality')

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
      <main className={styles.screen} data-route={route}>
        <h1 className="visually-hidden">{screenNames[route]}</h1>
        <ConnectionBanner />
        <ProjectBanner />
        <div className={styles.content}>
          {route === 'projects' || project.data ? <Screen route={route} /> : <NoProject query={project} />}
        </div>
      </main>
      <StatusLine />
      <Toasts />
      <Palette />
      <HelpSheet />
      <About />
      <ReaderSheet />
    </div>
  )
}

function Screen({ route }: { readonly route: Route }) {
  switch (route) {
    case 'projects':
      return <ProjectsScreen />
    case 'import':
      return <ImportScreen />
    case 'quality':
      return <QualityScreen />
    case 'review':
      return <ReviewScreen />
    case 'training':
      return <TrainingScreen />
    case 'health':
      return <HealthScreen />
    case 'export':
      return <ExportScreen />
  }
}
