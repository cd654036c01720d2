import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { keptOrigin } from '../models/kept-origin.ts'
import { modelsBehind } from '../models/models-behind.ts'
import { starterNotes } from '../models/starter-notes.ts'

/** The model and all that are behind it. */
export function lineage(store: ProjectStore, model: ModelRow): ModelRow[] {
  return [model, ...modelsBehind(model).flatMap((id) => lineage(store, store.models.get(id)))]
}

/** What to mind before the model is given away, sentences about `called`; what holds of models behind it is not among them. */
export function licenceNotes(store: ProjectStore, model: ModelRow, called: string): string[] {
  const { card, snapshot } = model
  const notes = starterNotes(model)
  if (notes) {
    return [
      `${called} came with Regrade and learnt from photographs under ${notes.licence}: name ${notes.attribution} wherever it goes, or a model that goes on from it.`,
    ]
  }
  const { importedFrom: from } = card
  const imported =
    typeof from === 'string'
      ? [
          `${called} came from ${from}: its maker’s licence holds, and is not in the file.`,
          ...(keptOrigin(model)?.notes ?? []),
        ]
      : []
  const sets = snapshot === null ? [] : store.labels.sets()
  return [...imported, ...sets.map(({ name, layout }) => dataNote(name, layout))]
}

/** Source: resources/data-licences.md. Of other sets nothing is known that would hold for every copy of them. */
function dataNote(name: string, layout: string): string {
  if (layout === 'idrid') {
    return `Learnt with ${name}, in the layout of IDRiD, whose photographs are CC BY 4.0: name P. Porwal, S. Pachade, M. Kokare et al. (2018) wherever the model goes.`
  }
  return `Learnt with ${name}: see whether the licence of those photographs and labels allows what the model is for.`
}
