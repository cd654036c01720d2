import type { ImportPreview, ImportRequest } from '#shared/contract/imports.ts'
import { asAppError } from '#shared/errors.ts'
import { pixelPaths } from '#shared/pixels.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { Candidates } from '../imports/candidates.ts'
import { summariseAside } from '../imports/read-aside.ts'
import type { ReadImport } from '../imports/read-import.ts'
import { expectRoom } from '../jobs/import/keep-labels.ts'
import { movedFrom } from '../sources/moved-from.ts'

/** What an import would find, without reading one photograph and without storing anything. */
export async function previewImport(
  request: ImportRequest,
  candidates: Candidates,
  store: ProjectStore | null,
): Promise<ImportPreview> {
  const { summary, read } = await summariseAside(request, (labelSet) => store?.labels.byName(labelSet) !== undefined)
  const { firstRows, ...found } = summary
  const shown = candidates.replace(firstRows.flatMap(({ path }) => path ?? []))
  const moved = store && !request.asNew ? await movedFrom(store, read.folder, read.paths) : null
  return {
    ...found,
    problem: found.problem ?? (store && whyNoRoom(store, read)),
    firstRows: firstRows.map(({ path, ...row }) => {
      const candidate = shown.get(path ?? '')
      return { ...row, thumbnail: candidate === undefined ? null : pixelPaths.candidate(candidate) }
    }),
    moved,
  }
}

/** Why the import would refuse the file, in a sentence; null where it would not. */
function whyNoRoom(store: ProjectStore, { labels, match, folder }: ReadImport): string | null {
  if (!labels) return null
  const made = { name: labels.name, fileName: labels.fileName, sha256: labels.sha256 }
  try {
    expectRoom(store, made, labels.file, { match, folder })
    return null
  } catch (error) {
    return asAppError(error).message
  }
}
