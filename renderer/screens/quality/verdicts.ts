import type { Verdict } from '#shared/contract/quality.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { usePreferences } from '../../data/preferences.ts'
import { currentProject } from '../../data/project-change.ts'
import { decideQuality, redoQuality, undoQuality } from '../../data/quality.ts'
import { type GridNotice, selectedRange, useGrid } from './grid-store.ts'
import { turnedSentence } from './verdict-sentences.ts'

/** Stores the reader's verdict on the whole range. Only its ends are told: most of it may never have been loaded. */
export async function decideSelected(verdict: Verdict): Promise<void> {
  const { filter, total, images, ...ends } = useGrid.getState()
  const [first, last] = selectedRange(ends)
  const end = (place: number) => ({ place, image: images.get(place) ?? null })
  const range = { first: end(first), last: end(last) }
  await asReader(async (grader) => {
    const decision = await decideQuality({
      selection: { ...filter, total, range },
      verdict,
      grader,
      ...currentProject(),
    })
    // Under a verdict's own filter what was marked leaves the list: the same places are other photographs then.
    if (filter.verdict !== undefined) useGrid.setState({ focus: first, anchor: first, images: new Map() })
    return { verdict, decision }
  })
}

export async function undoVerdict(): Promise<void> {
  await asReader(async (grader) => turnedSentence('undo', await undoQuality({ grader, ...currentProject() })))
}

export async function redoVerdict(): Promise<void> {
  await asReader(async (grader) => turnedSentence('redo', await redoQuality({ grader, ...currentProject() })))
}

async function asReader(work: (grader: string) => Promise<GridNotice>): Promise<void> {
  const { reader } = usePreferences.getState()
  if (reader === null) return
  try {
    useGrid.setState({ notice: await work(reader) })
  } catch (error) {
    useGrid.setState({ notice: `Not saved: ${failureSentence(error)}` })
  }
}
