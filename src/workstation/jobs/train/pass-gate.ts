import type { ModelId } from '#shared/ids.ts'
import type { JobContext } from '../../job.ts'
import { type BesideCurrent, besideCurrent } from '../../judgement/beside-current.ts'
import { promoteModel } from '../../judgement/promote.ts'
import { rankAll } from '../../suspicion/rank.ts'
import { scorePhotographs } from '../score/score-photographs.ts'
import { unscoredContents } from '../score/unscored.ts'

/** Holds a model that was trained against the one in use, on photographs that neither has learnt from, and puts it in use where it
 *  is surely better, after it has looked at every photograph. What is in use afterwards has looked at all of them, too. */
export async function passGate(model: ModelId, context: JobContext): Promise<BesideCurrent> {
  const { store, now } = context
  const current = store.models.current()
  if (current && current.id !== model) await scoreUnscored(current.id, context)
  const beside = besideCurrent(store, store.models.get(model))
  const { verdict, reason } = beside
  if (verdict === 'accepted') await scoreUnscored(model, context)
  const at = now().toISOString()
  store.transaction(() => {
    if (verdict === 'accepted') promoteModel(store, model, at)
    const details = { run: context.run, model, current: beside.current, verdict, reason }
    store.events.append({ at, who: 'workstation', what: 'models.gate', details })
  })
  return beside
}

/** Has a model look at what it has said nothing of yet, and ranks by it. */
export async function scoreUnscored(model: ModelId, context: JobContext): Promise<void> {
  const { store } = context
  const hashes = unscoredContents(store, model)
  if (hashes.size === 0) return
  await scorePhotographs(store.models.get(model), hashes, context)
  rankAll(store, model)
}
