import { stringify } from 'csv-stringify/sync'
import type { Reading, Shown } from '#shared/contract/review.ts'
import { gradeNames, type Purpose } from '#shared/grades.ts'
import type { ImageId } from '#shared/ids.ts'
import { impliedGrade } from '#shared/lesions.ts'

/** A decision with everything that was kept of it. */
export interface AuditEntry extends Reading {
  readonly confidence: number | null
  readonly shown: Shown | null
  /** What it was to check, if anything. */
  readonly purpose: Purpose | null
  /** False where it was undone. */
  readonly standing: boolean
}

const columns = [
  'reading',
  'image',
  'grader',
  'phase',
  'decision',
  'decision_name',
  'ungradable_reason',
  'lesions',
  'implied_grade',
  'confidence',
  'seconds',
  'at',
  'standing',
  'shown_labels',
  'shown_model',
  'shown_p0',
  'shown_p1',
  'shown_p2',
  'shown_p3',
  'shown_p4',
  'shown_map_method',
  'shown_view',
  'purpose',
] as const

/** Every decision as CSV, undone ones too, in the order they were made. `shown_labels` is `SET=GRADE` parted by semicolons,
 *  `shown_view` JSON. Cells that a spreadsheet would run as a formula are quoted for it. */
export function writeAudit(
  entries: readonly AuditEntry[],
  names: ReadonlyMap<ImageId, string>,
): { readonly text: string; readonly rows: number } {
  const rows = entries.map((entry) => auditRow(entry, names))
  const text = stringify([[...columns], ...rows], { escape_formulas: true })
  return { text, rows: rows.length }
}

function auditRow(entry: AuditEntry, names: ReadonlyMap<ImageId, string>): string[] {
  const { id, image, grader, phase, decision, ungradableReason, lesions, confidence, seconds, at, standing } = entry
  const shown = entry.shown
  const probabilities = [0, 1, 2, 3, 4].map((grade) => written(shown?.probabilities?.[grade]))
  return [
    String(id),
    names.get(image) ?? String(image),
    grader,
    phase,
    String(decision),
    decision === 'ungradable' ? 'Ungradable' : gradeNames[decision],
    ungradableReason ?? '',
    lesions.join(';'),
    written(impliedGrade(lesions)),
    written(confidence),
    written(seconds),
    at,
    standing ? 'yes' : 'undone',
    shown?.labels.map(({ labelSet, grade }) => `${labelSet}=${grade ?? ''}`).join(';') ?? '',
    shown?.model ?? '',
    ...probabilities,
    shown?.mapMethod ?? '',
    shown?.view ? JSON.stringify(shown.view) : '',
    entry.purpose ?? '',
  ]
}

function written(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}
