import type { LabelSetDetails, PrimaryChange } from '#shared/contract/labels.ts'
import { AppError } from '#shared/errors.ts'
import { gradeCount } from '#shared/grades.ts'
import { confusionMatrix } from '#statistics/confusion.ts'
import { countingLabel } from '#store/counting-label.ts'
import type { LabelSet } from '#store/label-sets.ts'
import type { ProjectStore } from '#store/project-store.ts'
import { openSession, type WorkstationContext } from '../context.ts'
import { procedures } from '../procedures.ts'
import { rankAll } from '../suspicion/rank.ts'

export function labelProcedures(context: WorkstationContext) {
  const { labels } = procedures
  return {
    list: labels.list.handler(() => listLabelSets(openSession(context).store)),
    previewPrimary: labels.previewPrimary.handler(({ input }) => {
      const { store } = openSession(context)
      return primaryChange(store, namedSet(store, input.labelSet))
    }),
    makePrimary: labels.makePrimary.handler(({ input }) => {
      const { store } = openSession(context)
      const change = makePrimary(store, namedSet(store, input.labelSet), {
        at: context.now().toISOString(),
        who: input.grader ?? 'workstation',
      })
      context.changes.publish({ kind: 'photographs' })
      return change
    }),
  }
}

function listLabelSets(store: ProjectStore): LabelSetDetails[] {
  const files = store.labels.files()
  const counting = new Map<string, number>()
  for (const labels of store.labels.gradesByFile().values()) {
    const name = labels.find(({ counts }) => counts)?.name
    if (name !== undefined) counting.set(name, (counting.get(name) ?? 0) + 1)
  }
  return store.labels.sets().map((set) => ({
    ...set,
    details: files
      .filter(({ labelSet }) => labelSet === set.id)
      .map(({ fileName, layout, folder, importedAt, rows, graded, labels }) => {
        return { fileName, layout, folder, importedAt, rows, graded, labels }
      }),
    counting: counting.get(set.name) ?? 0,
  }))
}

/** One transaction: the set, its event, and what it does to suspicion. */
function makePrimary(store: ProjectStore, set: LabelSet, { at, who }: { readonly at: string; readonly who: string }) {
  return store.transaction(() => {
    const change = primaryChange(store, set)
    if (set.primary) return change
    store.labels.makePrimary(set.id)
    const { labelSet, before, changed } = change
    store.events.append({ at, who, what: 'labels.primary', details: { labelSet, before, changed } })
    const model = store.models.current()
    if (model) rankAll(store, model.id)
    return change
  })
}

function primaryChange(store: ProjectStore, set: LabelSet): PrimaryChange {
  const decided = new Set(store.readings.decidedGrades().map(({ image }) => image))
  const both = [...store.labels.gradesByFile()].flatMap(([image, labels]) => {
    const now = labels.find(({ counts }) => counts)?.grade
    const then = countingLabel(labels, set.id)?.grade
    return now === undefined || then === undefined ? [] : [{ image, now, then }]
  })
  const changed = both.filter(({ now, then }) => now !== then)
  const matrix = confusionMatrix(
    both.map(({ now }) => now),
    both.map(({ then }) => then),
    gradeCount,
  )
  return {
    labelSet: set.name,
    before: store.labels.primary()?.name ?? null,
    labelled: both.length,
    changed: changed.length,
    read: changed.filter(({ image }) => decided.has(image)).length,
    matrix: matrix.map((row) => [...row]),
  }
}

/** Throws `AppError('not_found')` naming the sets that there are. */
function namedSet(store: ProjectStore, name: string): LabelSet {
  const set = store.labels.byName(name)
  if (set) return set
  const names = store.labels.sets().map((one) => one.name)
  const there = names.length === 0 ? 'it has none; import one first' : `it has ${names.join(', ')}`
  throw new AppError('not_found', `There is no label set called ${name} in this project: ${there}.`)
}
