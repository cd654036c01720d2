import { z } from 'zod'
import type { ModelCard } from '#shared/contract/training.ts'
import type { ModelId } from '#shared/ids.ts'
import { recipeSchema } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import { ensembleOf } from '../ensembles/ensemble-card.ts'
import { starterNotes } from '../starter/starter-notes.ts'
import { summariseModel } from './judge.ts'

const nameSchema = z.string().nullable().catch(null)

/** What a model is, what it learnt from, and what to mind of it. Throws `AppError('model_missing')`. */
export function describeModel(store: ProjectStore, id: ModelId): ModelCard {
  const row = store.models.get(id)
  const { card, run, snapshot } = row
  return {
    model: summariseModel(store, id),
    run,
    parameters: z.int().nullable().catch(null).parse(card.parameters),
    recipe: recipeSchema.nullable().catch(null).parse(card.recipe),
    data: snapshot === null ? null : describeSnapshot(store, snapshot),
    starter: starterNotes(row) ?? null,
    importedFrom: nameSchema.parse(card.importedFrom),
    members: [...(ensembleOf(row)?.members ?? [])],
    licenceNotes: [...new Set(lineage(store, row).flatMap((one) => licenceNotes(store, one)))],
  }
}

function describeSnapshot(store: ProjectStore, id: SnapshotId): ModelCard['data'] {
  const snapshot = store.snapshots.find(id)
  if (!snapshot) return null
  const items = store.snapshots.items(id)
  const inPart = (part: (typeof items)[number]['part']) => items.filter((item) => item.part === part).length
  const from = (origin: (typeof items)[number]['origin']) => items.filter((item) => item.origin === origin).length
  return {
    sha256: snapshot.sha256,
    at: snapshot.at,
    photographs: items.length,
    ...{ train: inPart('train'), validation: inPart('validation'), holdOut: inPart('hold-out') },
    ...{ read: from('read'), imported: from('imported'), pseudo: from('pseudo') },
  }
}

/** The model, those it goes on from and those it is made of. */
function lineage(store: ProjectStore, model: ModelRow): ModelRow[] {
  const before = [...(model.parent === null ? [] : [model.parent]), ...(ensembleOf(model)?.members ?? [])]
  return [model, ...before.flatMap((id) => lineage(store, store.models.get(id)))]
}

function licenceNotes(store: ProjectStore, { id, card, snapshot }: ModelRow): string[] {
  const from = nameSchema.parse(card.importedFrom)
  const notes = starterNotes({ card })
  if (notes) {
    return [
      `${id} came with Regrade and learnt from photographs under ${notes.licence}: name ${notes.attribution} wherever it goes, or a model that goes on from it.`,
    ]
  }
  const imported = from === null ? [] : [`${id} came from ${from}: its maker’s licence holds, and is not in the file.`]
  return snapshot === null
    ? imported
    : [...imported, ...store.labels.sets().map(({ name, layout }) => dataNote(name, layout))]
}

/** Source: resources/data-licences.md. Of other sets nothing is known that would hold for every copy of them. */
function dataNote(name: string, layout: string): string {
  if (layout === 'idrid') {
    return `Learnt with ${name}, in the layout of IDRiD, whose photographs are CC BY 4.0: name P. Porwal, S. Pachade, M. Kokare et al. (2018) wherever the model goes.`
  }
  return `Learnt with ${name}: see whether the licence of those photographs and labels allows what the model is for.`
}
