import type { GradeRequest } from '#shared/contract/review.ts'
import { AppError } from '#shared/errors.ts'
import type { Phase } from '#shared/grades.ts'
import type { ProjectStore } from '#store/project-store.ts'

/** The phase that a decision is kept with. A photograph that is locked away to judge models by is read blind before it is read
 *  in any other way: by this reader, or, for an adjudication, by anybody. Throws `AppError('conflict')` where it was not. */
export function phaseOf(store: ProjectStore, { image, grader, phase }: GradeRequest): Phase {
  if (phase === 'blind') return phase
  const blind = store.readings.isShownBlind(image, phase === 'adjudication' ? undefined : grader)
  if (phase === undefined) return blind ? 'blind' : 'revealed'
  if (!blind) return phase
  const name = store.images.name(image)
  throw new AppError(
    'conflict',
    phase === 'adjudication'
      ? `${name} is locked away to judge models by, and nobody has read it blind yet; adjudicate it afterwards.`
      : `${name} is locked away to judge models by, and ${grader} has not read it blind yet; its labels and what the model says of it count as shown only afterwards.`,
  )
}
