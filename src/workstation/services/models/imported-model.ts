import { basename, extname } from 'node:path'
import type { ModelId, Sha256 } from '#shared/ids.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { TaskResult } from '../../compute/protocol.ts'
import { ensembleOf } from '../../models/ensemble-card.ts'
import { originToKeep } from '../../models/kept-origin.ts'

/** Networks of the project, oldest first: a file may be a copy of them, or be made of them. */
export function knownNetworks(store: ProjectStore): Sha256[] {
  return [...new Set(store.models.list().flatMap((row) => (ensembleOf(row) ? [] : [row.blob])))]
}

/** Keeps what was read from a file as a model. Where it is a copy of one of the project's, that is its parent: it has seen
 *  what that has seen. Else it has seen what the file says. Its card has the file's name and SHA-256; its path stays on this
 *  machine. */
export function keepImported(
  store: ProjectStore,
  {
    model: blob,
    architecture,
    head,
    parameters,
    file,
    holds,
    origin,
    notes,
    untrained,
    cuts,
  }: TaskResult<'importModel'>,
  { path, status }: { readonly path: string; readonly status: 'candidate' | 'retired' },
  at: string,
): ModelId {
  const importedFrom = basename(path)
  const name = basename(path, extname(path))
  const [parent = null, ...held] = modelsOf(store, holds)
  return store.transaction(() => {
    const card = {
      ...{ importedFrom, importedSha256: file, parameters, notes },
      ...(untrained !== null && { untrained }),
      ...(cuts !== null && { cuts }),
      ...(held.length > 0 && { holds: held }),
      ...(origin && parent === null && { origin: originToKeep(origin) }),
    }
    const place = { parent, run: null, snapshot: null }
    // A place to start from stands beside no other model.
    const kept = untrained === null ? status : 'retired'
    const model = store.models.add({ name, architecture, head, blob, ...place, card, status: kept }, at)
    if (parent === null) store.models.keepLooksElsewhere(model, origin?.looks ?? [])
    const details = { model, file: importedFrom, sha256: file, parent }
    store.events.append({ at, who: 'workstation', what: 'models.import', details })
    return model
  })
}

/** The oldest model of each of these files; before them an ensemble that is made of no others. */
function modelsOf(store: ProjectStore, files: readonly Sha256[]): ModelId[] {
  const models = store.models.list()
  const found = files.flatMap((file) => models.find(({ blob }) => blob === file)?.id ?? [])
  const ensemble = models.findLast((row) => ensembleOf(row)?.members.every((member) => found.includes(member)))
  return ensemble ? [ensemble.id, ...found] : found
}
