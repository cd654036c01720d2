import { stringify } from 'csv-stringify/sync'

export interface GradeEntry {
  readonly name: string
  readonly patient: string | null
  readonly eye: string | null
  /** The primary label. */
  readonly imported: number | null
  readonly current: number | null
  readonly state: string
  readonly verdict: string | null
  readonly probabilities: readonly number[] | null
  readonly suspicion: number | null
}

const header = [
  'image',
  'patient',
  'eye',
  'imported',
  'current',
  'state',
  'quality',
  'p0',
  'p1',
  'p2',
  'p3',
  'p4',
  'suspicion',
]

/** One line a photograph: the label it came with, the grade it has now, what the model says. */
export function writeGrades(entries: readonly GradeEntry[]): { text: string; rows: number } {
  const rows = entries.map((entry) => [
    entry.name,
    entry.patient ?? '',
    entry.eye ?? '',
    text(entry.imported),
    text(entry.current),
    entry.state,
    entry.verdict ?? '',
    ...[0, 1, 2, 3, 4].map((grade) => entry.probabilities?.[grade]?.toFixed(4) ?? ''),
    entry.suspicion?.toFixed(4) ?? '',
  ])
  return { text: stringify([header, ...rows], { escape_formulas: true }), rows: rows.length }
}

function text(value: number | null): string {
  return value === null ? '' : String(value)
}
