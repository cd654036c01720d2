import { join } from 'node:path'
import { AppError } from '#shared/errors.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Caller } from '../../caller.ts'
import type { WorkstationContext } from '../../context.ts'
import { freeTarget, type Target, targetAt } from '../../targets/where-to-write.ts'
import { wholePath } from '../../whole-path.ts'

/** Where a caller asks for something to be written. */
export interface AskedPlace {
  /** A path: of a trusted caller alone. */
  readonly path?: string | undefined
  /** A handle of a place that was chosen. */
  readonly target?: string | undefined
  readonly force?: boolean | undefined
}

/** The place that was named or chosen, not yet looked at; null where it is left to the project. Throws `AppError('usage')` for
 *  a page that names a path. */
export function askedPlace(
  context: WorkstationContext,
  caller: Caller,
  { path, target, force = false }: AskedPlace,
): Target | null {
  if (path !== undefined && caller.isPage) {
    const next = 'Choose the place in the dialog, or leave it out: the file then lies among the project’s exports.'
    throw new AppError('usage', `A page names no file to write. ${next}`)
  }
  if (target !== undefined) return context.targets.take(target)
  return path === undefined ? null : { file: wholePath(context, path), replace: force }
}

/** Looks whether a place may be written to, or finds a free one of that name among the project's exports. */
export function targetIn(store: ProjectStore, place: Target | null, name: string, force = false): Target {
  const sources = store.images.sources().map(({ folder }) => folder)
  if (place) return targetAt(place.file, { sources, replace: place.replace })
  return force
    ? targetAt(join(store.exportsFolder, name), { sources, replace: true })
    : freeTarget(store.exportsFolder, name, { sources })
}
