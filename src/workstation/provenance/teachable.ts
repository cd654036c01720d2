import type { TaughtPhotograph } from '#learning/noisy-student/pseudo-labels.ts'
import type { Sha256 } from '#shared/ids.ts'
import type { CurrentGrade } from '#store/current-grades.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { groupKeys } from './group-keys.ts'

type Teachable = Omit<TaughtPhotograph, 'probabilities'> & { readonly hash: Sha256 }

/** The first of them that any file of a content is in is the content's. */
const states = ['reviewed', 'doubtful', 'imported', 'unlabelled'] as const

/** Every distinct photograph without a grade that stands, but those that screening rejected. */
export function photographsToTeach(store: ProjectStore): Teachable[] {
  const current = new Map(store.readings.currentGrades().map((row) => [row.image, row]))
  const rejected = new Set(store.quality.imagesOf('reject'))
  const doubted = new Set(store.readings.doubted())
  const groups = groupKeys(store)
  const found = new Map<Sha256, Teachable>()
  for (const { image, sha256 } of store.images.all()) {
    const row = current.get(image)
    if (!row || rejected.has(image)) continue
    const state = doubted.has(image) && row.state === 'read' ? 'doubtful' : stateOf(row)
    const known = found.get(sha256)
    if (known && states.indexOf(known.state) <= states.indexOf(state)) continue
    found.set(sha256, { hash: sha256, group: groups.get(sha256) ?? sha256, state, grade: row.grade })
  }
  return [...found.values()].filter(({ state }) => state !== 'reviewed')
}

function stateOf({ state }: CurrentGrade): TaughtPhotograph['state'] {
  switch (state) {
    case 'none':
      return 'unlabelled'
    case 'unresolved':
      return 'doubtful'
    case 'imported':
      return 'imported'
    // Ungradable is a decision, too.
    default:
      return 'reviewed'
  }
}
