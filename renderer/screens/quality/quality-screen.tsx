import { Button } from '@mantine/core'
import { IconPhotoOff } from '@tabler/icons-react'
import { useEffect } from 'react'
import { goTo } from '../../app/kit/route.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useRunList } from '../../data/jobs.ts'
import { useQualityPages, useScreenAgain } from '../../data/quality.ts'
import { useActiveRun } from '../../data/runs.ts'
import { FailureMessage, LoadingMessage, StateMessage } from '../../ui/state-message.tsx'
import { FilterBar } from './filter-bar.tsx'
import { GridStatus } from './grid-status.tsx'
import { filterBy, useGrid } from './grid-store.ts'
import { QualityGrid } from './quality-grid.tsx'
import styles from './quality-screen.module.css'

/** Which photographs are good enough to be read and learned from. */
export function QualityScreen() {
  const filter = useGrid((grid) => grid.filter)
  const [first] = useQualityPages(filter, [0])
  const screen = useScreenAgain()
  const busy = useActiveRun(useRunList().data)
  const total = first?.data?.total ?? 0

  useEffect(() => {
    useGrid.setState(({ focus, anchor }) => ({
      total,
      focus: Math.min(focus, Math.max(total - 1, 0)),
      anchor: Math.min(anchor, Math.max(total - 1, 0)),
    }))
  }, [total])

  if (first?.isError && !first.data) {
    return (
      <FailureMessage
        title="The photographs could not be listed"
        sentence={failureSentence(first.error)}
        action={<Button onClick={() => void first.refetch()}>Try again</Button>}
      />
    )
  }
  if (!first?.data) return <LoadingMessage>Reading the verdicts…</LoadingMessage>
  const { counts, reasons } = first.data
  const all = counts.good + counts.usable + counts.reject
  if (all === 0) {
    return (
      <StateMessage
        title="Nothing has been screened yet"
        icon={IconPhotoOff}
        action={
          <>
            <Button onClick={() => goTo('import')}>Import photographs</Button>
            <Button
              variant="default"
              onClick={() => screen.mutate(undefined)}
              disabled={busy !== null}
              loading={screen.isPending}
            >
              Screen what is here
            </Button>
          </>
        }
      >
        Photographs are screened when they are imported: exposure of the whole frame, exposure inside the retina, and
        focus.
      </StateMessage>
    )
  }
  return (
    <div className={styles.screen}>
      <FilterBar
        filter={filter}
        counts={counts}
        reasons={reasons}
        onChange={filterBy}
        onScreen={() => screen.mutate(undefined)}
        screening={screen.isPending || busy !== null}
      />
      {total === 0 ? (
        <StateMessage title="None of this kind" icon={IconPhotoOff}>
          No photograph has this verdict and reason.
        </StateMessage>
      ) : (
        <QualityGrid filter={filter} total={total} />
      )}
      <GridStatus failure={screen.isError ? failureSentence(screen.error) : null} />
    </div>
  )
}
