import type { Suspect } from '../../../data/contract-types.ts'
import type { DataTable } from '../../../ui/csv.ts'
import type { QueueModel } from './queue-model.ts'

/** The queue as it stands, one row a photograph: grades by number, in `term_…` what each term adds to the log-odds that the
 *  label is wrong. Of a photograph that is shown blind nothing but its name. */
export function queueTable(queue: QueueModel, suspects: readonly Suspect[]): DataTable {
  const byName = new Map(suspects.map((suspect) => [suspect.image, suspect]))
  const terms = [...new Set(suspects.flatMap((suspect) => Object.keys(suspect.terms)))].sort()
  return {
    columns: [
      ...['place', 'photograph', 'label', 'current', 'read', 'model', 'suspicion', 'suggestion', 'reason'],
      ...terms.map((term) => `term_${term.replaceAll('-', '_')}`),
    ],
    rows: Array.from({ length: queue.length }, (_, index) => {
      const row = queue.row(index)
      if (!row) return []
      const { name, label, current, reviewed, predicted, suspicion } = row
      const suspect = suspicion === null ? undefined : byName.get(name)
      const suggestion = suspect?.ungradable ? 'ungradable' : (suspect?.suggested ?? null)
      return [
        ...[index + 1, name, label, current, reviewed, predicted],
        ...[suspect?.score ?? suspicion, suggestion, suspect?.sentence ?? null],
        ...terms.map((term) => (suspect ? (suspect.terms[term] ?? 0) : null)),
      ]
    }),
  }
}
