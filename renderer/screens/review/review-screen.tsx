import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPhotoOff, IconUser } from '@tabler/icons-react'
import { useEffect, useMemo, useRef } from 'react'
import { openOverlay } from '../../app/kit/overlays.ts'
import { goTo } from '../../app/kit/route.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { usePreferences } from '../../data/preferences.ts'
import { queueRequest } from '../../data/queue-choice.ts'
import { useQueue } from '../../data/review.ts'
import { FailureMessage, LoadingMessage, StateMessage } from '../../ui/state-message.tsx'
import { PhotographPanel } from './photograph-panel.tsx'
import { QueuePanel } from './queue/queue-panel.tsx'
import styles from './review-screen.module.css'
import { useSession, withQueue } from './session/session.ts'
import { present } from './session/session-moves.ts'
import { StagePanel } from './stage-panel.tsx'
import { narrowedTo, useShowing } from './standing/showing.ts'
import { StandingPart } from './standing/standing-part.tsx'

/** Queue, photograph, what is known of it: find and fix on one screen, one key. */
export function ReviewScreen() {
  const { reader, order, boundary, setBoundary } = usePreferences()
  const request = useMemo(
    () => (reader === null ? null : queueRequest(reader, order, boundary)),
    [reader, order, boundary],
  )
  const queue = useQueue(request)
  const showing = useShowing((one) => one.standing)
  const shown = useMemo(() => queue.data && narrowedTo(queue.data, showing), [queue.data, showing])
  const followed = useFollowedQueue({ ...queue, data: shown }, JSON.stringify([request, showing]))

  if (reader === null) {
    return (
      <StateMessage
        title="Who is reading?"
        icon={IconUser}
        action={<Button onClick={() => openOverlay('reader')}>Name the reader</Button>}
      >
        Every decision is stored under a name.
      </StateMessage>
    )
  }
  if (queue.isError && !queue.data) {
    return (
      <FailureMessage
        title="The queue could not be read"
        sentence={failureSentence(queue.error)}
        action={<Button onClick={() => void queue.refetch()}>Try again</Button>}
      />
    )
  }
  if (!followed) return <LoadingMessage>Reading the queue…</LoadingMessage>
  if (followed.length === 0) {
    return boundary === null ? (
      <StateMessage
        title="No photographs yet"
        icon={IconPhotoOff}
        action={<Button onClick={() => goTo('import')}>Import photographs</Button>}
      >
        Import a folder of photographs, with its label file if there is one; they will queue up here.
      </StateMessage>
    ) : (
      <StateMessage
        title="No photograph lies at this boundary"
        icon={IconPhotoOff}
        action={<Button onClick={() => setBoundary(null)}>Show all grades</Button>}
      >
        The queue is narrowed to two neighbouring grades, and none of the photographs belongs there.
      </StateMessage>
    )
  }
  return (
    <div className={styles.review}>
      <QueuePanel queue={followed} standing={<StandingPart queue={queue.data} />} />
      <StagePanel />
      <PhotographPanel />
    </div>
  )
}

/** Takes each queue that comes in into the session, and presents the photograph the reader is at. */
function useFollowedQueue(
  answer: Pick<ReturnType<typeof useQueue>, 'data' | 'dataUpdatedAt' | 'isPlaceholderData'>,
  request: string,
) {
  const model = useRef<string | null>(null)
  const { data: queue, dataUpdatedAt: atMs, isPlaceholderData } = answer
  useEffect(() => {
    // Until there is an answer, what was asked before stands in for it.
    if (!queue || isPlaceholderData) return
    useSession.setState((session) => withQueue(session, queue, { request, atMs }))
    const { selected } = useSession.getState()
    if (selected !== null) void present(selected)
    if (model.current !== null && queue.model !== null && queue.model !== model.current) {
      notifications.show({ title: 'New order', message: `The queue now follows model ${queue.model}.` })
    }
    model.current = queue.model
  }, [queue, isPlaceholderData, request, atMs])
  const followed = useSession((session) => session.queue)
  return queue ? followed : null
}
