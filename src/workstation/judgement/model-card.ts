import { z } from 'zod'
import type { ModelCard } from '#shared/contract/training.ts'
import type { ModelId } from '#shared/ids.ts'
import { recipeSchema } from '#shared/recipe.ts'
import type { ModelRow } from '#store/models.ts'
import type { ProjectStore } from '#store/project-store.ts'
import type { SnapshotId } from '#store/snapshots.ts'
import { ensembleOf } from '../models/ensemble-card.ts'
import { starterNotes } from '../models/starter-notes.ts'
import { knownByHashAlone } from '../provenance/learnt-elsewhere.ts'
import { licenceNotes, lineage } from '../provenance/licence-notes.ts'
import { evaluateOedema } from './evaluate-oedema.ts'
import { summariseModel } from './judge.ts'

/** A text that not every card has. */
const textSchema = z.string().nullable().catch(null)

/** What a model is, what it learnt from, and what to mind of it. Throws `AppError('model_missing')`. */
export function describeModel(store: ProjectStore, id: ModelId): ModelCard {
  const row = store.models.get(id)
  const { card, run, snapshot } = row
  return {
    model: summariseModel(store, id),
    run,
    parameters: parametersOnCard(row),
    recipe: recipeSchema.nullable().catch(null).parse(card.recipe),
    data: snapshot === null ? null : describeSnapshot(store, snapshot, card),
    oedema: describeOedema(store, id),
    starter: starterNotes(row) ?? null,
    importedFrom: textSchema.parse(card.importedFrom),
    importedSha256: textSchema.parse(card.importedSha256),
    importNotes: z.array(z.string()).catch([]).parse(card.notes),
    cuts: z.array(z.number()).nullable().catch(null).parse(card.cuts),
    members: [...(ensembleOf(row)?.members ?? [])],
    judgedHow: textSchema.parse(card.judgedHow),
    licenceNotes: [...new Set(lineage(store, row).flatMap((one) => licenceNotes(store, one, one.id)))],
    learntElsewhereHow: lineage(store, row).some((one) => knownByHashAlone(store, one).length > 0) ? byHashAlone : null,
  }
}

const byHashAlone =
  'What it learnt from elsewhere is known by hashes alone: photographs that only look much like it count as learnt, too, and have no suspicion by it.'

/** Null where the card does not tell. */
export function parametersOnCard({ card }: Pick<ModelRow, 'card'>): number | null {
  return z.int().nullable().catch(null).parse(card.parameters)
}

function describeSnapshot(store: ProjectStore, id: SnapshotId, { leftOut }: ModelRow['card']): ModelCard['data'] {
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
    oedema: items.filter(({ oedema, part }) => oedema !== undefined && part !== 'hold-out').length,
    leftOut: z.int().catch(0).parse(leftOut),
  }
}

function describeOedema(store: ProjectStore, id: ModelId): ModelCard['oedema'] {
  const predictions = store.predictions.forModel(id, { outOfFold: true })
  const outOfFold = evaluateOedema(store, predictions)
  if (!outOfFold) return null
  const locked = new Set(store.images.all().flatMap(({ image, split }) => (split === 'hold-out' ? [image] : [])))
  const heldOut = predictions.filter(({ image }) => locked.has(image))
  return { holdOut: evaluateOedema(store, heldOut) ?? null, outOfFold }
}
