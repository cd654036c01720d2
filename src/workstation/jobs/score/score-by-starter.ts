import type { ProjectStore } from '#store/project-store.ts'
import { starterNotes } from '../../models/starter-notes.ts'
import type { ScoreJobRequest } from './score-job.ts'
import { unscoredContents } from './unscored.ts'

/** What to ask of the score job so that every photograph has a grade and a heat map before anybody has trained anything;
 *  null where the current model is no starter, or has nothing left to say, or is already asked. */
export function scoreByStarter(store: ProjectStore): ScoreJobRequest | null {
  const model = store.models.current()
  if (!model || !starterNotes(model) || unscoredContents(store, model.id).size === 0) return null
  const waiting = store.runs.list('score').some(({ state }) => state === 'queued')
  return waiting ? null : { model: model.id, unscored: true }
}

/** The same for a project that is opened: where nothing was scored yet, or scoring was cut off. What the reader cancelled,
 *  or could not be done, is not begun again by itself. */
export function scoringToTakeUp(store: ProjectStore): ScoreJobRequest | null {
  const last = store.runs.list('score')[0]
  return last === undefined || last.state === 'interrupted' ? scoreByStarter(store) : null
}
