import { asAppError } from '#shared/errors.ts'
import { logFailure } from '#shared/log.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { readStarter } from '../models/starter-file.ts'
import { notesToKeep } from '../models/starter-notes.ts'
import { groupKeys } from '../provenance/group-keys.ts'
import { learntElsewhere } from '../provenance/learnt-elsewhere.ts'
import { learntGroups } from '../provenance/learnt-groups.ts'
import { rankAll } from '../suspicion/rank.ts'

interface Giving {
  readonly store: ProjectStore
  readonly now: () => Date
  /** Whether the store is still open; files are read and written meanwhile. */
  readonly isOpen: () => boolean
}

/** Gives a project without any model the one that came with the application; true where it did. One that has models, or has
 *  begun to train one, keeps them as they are: its reader has chosen, and a run that is resumed goes on from what it was
 *  begun with. What is missing or damaged is a line of a new project's log and no failure. */
export async function giveStarter(folder: string, { store, now, isOpen }: Giving, isNew: boolean): Promise<boolean> {
  const isBare = () => store.models.list().length === 0 && store.runs.list('train').length === 0
  if (!isBare()) {
    await addLooks(folder, store, isOpen)
    return false
  }
  try {
    const { bytes, card } = await readStarter(folder)
    const blob = await store.blobs.put(bytes)
    if (!isOpen() || !isBare()) return false
    const { name, architecture, head, parameters, recipe } = card
    const origin = { parent: null, run: null, snapshot: null }
    const at = now().toISOString()
    store.transaction(() => {
      const row = { name, architecture, head, blob, ...origin, status: 'starter' as const }
      const kept = { recipe, parameters, starter: notesToKeep(card) }
      const model = store.models.add({ ...row, card: kept }, at)
      store.models.keepLooksElsewhere(model, card.looks ?? [])
      store.events.append({ at, who: 'workstation', what: 'models.starter', details: { model, name } })
    })
    return true
  } catch (error) {
    const { code, message } = asAppError(error)
    logFailure('warn', 'The project could not be given the model that comes with the application.', error)
    // Each opening would say it again.
    if (isNew && isOpen()) {
      const at = now().toISOString()
      store.events.append({ at, who: 'workstation', what: 'models.no-starter', details: { code, reason: message } })
    }
    return false
  }
}

/** A project that was given this very model by an earlier version knows what it learnt from by hashes alone, which many others
 *  share: looks are added, and what it said of those others counts as said of what it never saw. */
async function addLooks(folder: string, store: ProjectStore, isOpen: () => boolean): Promise<void> {
  const given = store.models.list().filter(({ id, card }) => {
    return card.starter !== undefined && store.models.looksElsewhere(id).length === 0
  })
  if (given.length === 0) return
  const starter = await readStarter(folder).catch((error: unknown) => {
    logFailure('warn', 'The model that comes with the application could not be read.', error)
    return null
  })
  if (!starter?.card.looks || !isOpen()) return
  const { sha256, looks } = starter.card
  store.transaction(() => {
    for (const model of given) {
      if (model.blob !== sha256) continue
      const before = new Set(learntElsewhere(store, model))
      store.models.keepLooksElsewhere(model.id, looks)
      const groups = groupKeys(store)
      const learnt = learntGroups(store, model, groups)
      const cleared = store.images
        .all()
        .filter(({ sha256: content }) => before.has(content) && !learnt.has(groups.get(content) ?? content))
      store.predictions.giveUnseen(
        model.id,
        cleared.map(({ image }) => image),
      )
      rankAll(store, model.id)
    }
  })
}
