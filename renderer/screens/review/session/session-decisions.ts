import type { Decision, UngradableReason } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { ConnectionLost } from '../../../data/connection.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { usePreferences } from '../../../data/preferences.ts'
import { photographOf, redo as redoLast, decide as store, undo as undoLast } from '../../../data/review.ts'
import { decisionName } from '../../../ui/grade-look.ts'
import { useStage } from '../../../viewer/stage-store.ts'
import { refuse, stillStoring, useSession, whyNotDecide } from './session.ts'
import { goOn, present, select } from './session-moves.ts'
import { shownWith } from './shown.ts'

/** How long after labels were shown a key is taken for the second tap of a double tap. */
const revealMs = 300

/** U: one more key says why. */
export function chooseReason(): void {
  const refused = whyNotDecide(useSession.getState())
  if (refused !== null) refuse(refused)
  else useSession.setState({ choosingReason: true, refused: null })
}

/** Stores a decision on the photograph on the screen and, once it is on disk, goes on to the next. */
export async function decide(decision: Decision, ungradableReason: UngradableReason | null = null): Promise<void> {
  const session = useSession.getState()
  const { reader, mapMethod } = usePreferences.getState()
  const refused = whyNotDecide(session)
  if (refused !== null) refuse(refused)
  if (refused !== null || !session.presented || reader === null) return
  const { image } = session.presented.photograph
  const seconds = session.painted ? (performance.now() - session.painted.atMs) / 1000 : null
  useSession.setState({ committing: true, choosingReason: false, notice: null, refused: null })
  try {
    const photograph = await photographOf(image)
    const reply = await store(
      {
        image,
        grader: reader,
        decision,
        ungradableReason,
        phase: photograph.blind ? 'blind' : 'revealed',
        seconds,
        shown: shownWith(photograph, useStage.getState(), mapMethod),
      },
      new Set(photograph.readings.map((reading) => reading.id)),
    )
    useSession.getState().queue?.note(image, decision, true)
    useSession.setState(({ revision }) => ({
      committing: false,
      revision: revision + 1,
      revealing: photograph.blind ? image : null,
      savedAt: reply.reading.at,
      flash: { image, decision, reading: reply.reading.id },
    }))
    if (useSession.getState().selected !== image) return
    if (photograph.blind) await reveal(image)
    else goOn()
  } catch (error) {
    useSession.setState({
      committing: false,
      notice: { tone: 'failure', sentence: `Not saved: ${failureSentence(error)} The photograph stays here.` },
    })
  }
}

/** Shows what was kept from the reader; the photograph stays for the key that keeps the grade or changes it. */
async function reveal(image: ImageId): Promise<void> {
  await present(image)
  if (useSession.getState().selected !== image) return
  await nextFrame()
  useSession.setState({ painted: { image, atMs: performance.now() } })
  await new Promise((resolve) => setTimeout(resolve, revealMs))
  if (useSession.getState().revealing !== image) return
  const sentence = 'Read blind and stored. Now with its labels: the same key keeps the grade, another changes it.'
  useSession.setState({ notice: { tone: 'plain', sentence }, revealing: null })
}

/** Once what was set before is on the screen. */
function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** Takes back the reader's last decision and shows its photograph. */
export function undo(): Promise<void> {
  return travel(undoLast, (decision) => `Taken back: ${decisionName(decision)}.`, 'There is nothing left to undo.')
}

/** Makes the decision again that was last taken back. */
export function redo(): Promise<void> {
  return travel(redoLast, (decision) => `Made again: ${decisionName(decision)}.`, 'There is nothing to redo.')
}

type Travel = (grader: string) => Promise<{ readonly image: ImageId; readonly decision: Decision } | null>

async function travel(command: Travel, done: (decision: Decision) => string, nothing: string): Promise<void> {
  const { reader } = usePreferences.getState()
  if (reader === null) return
  if (useSession.getState().committing) {
    refuse(stillStoring)
    return
  }
  useSession.setState({ committing: true, choosingReason: false, refused: null })
  try {
    const reply = await command(reader)
    useSession.setState({ committing: false })
    if (!reply) {
      useSession.setState({ notice: { tone: 'plain', sentence: nothing } })
      return
    }
    const photograph = await photographOf(reply.image)
    const { state, grade } = photograph.current
    useSession.getState().queue?.note(
      reply.image,
      state === 'ungradable' ? 'ungradable' : grade,
      photograph.readings.some((reading) => reading.grader === reader),
    )
    await select(reply.image)
    useSession.setState(({ revision }) => ({
      revision: revision + 1,
      savedAt: new Date().toISOString(),
      flash: null,
      notice: { tone: 'plain', sentence: done(reply.decision) },
    }))
  } catch (error) {
    const sentence =
      error instanceof ConnectionLost
        ? 'The line broke while undoing. Look at the earlier readings before you go on.'
        : failureSentence(error)
    useSession.setState({ committing: false, notice: { tone: 'failure', sentence } })
  }
}
