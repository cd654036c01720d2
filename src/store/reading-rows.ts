import { z } from 'zod'
import { type Reading, type Shown, shownSchema, viewSettingsSchema } from '#shared/contract/review.ts'
import type { Decision, Grade, Phase, Purpose, UngradableReason } from '#shared/grades.ts'
import type { ImageId, ModelId, ReadingId } from '#shared/ids.ts'
import { type Lesion, lesionSchema } from '#shared/lesions.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import { parseColumn, parseOptionalColumn } from './json-columns.ts'

/** A decision with everything that was kept of it. */
export interface AuditedReading extends Reading {
  readonly confidence: number | null
  readonly shown: Shown | null
  /** What it was to check, if anything. */
  readonly purpose: Purpose | null
  /** Whether it still stands: false where it was undone and not redone. */
  readonly standing: boolean
}

export interface ReadingRow {
  readonly id: ReadingId
  readonly image: ImageId
  readonly grader: string
  readonly phase: Phase
  readonly grade: Grade | null
  readonly ungradableReason: UngradableReason | null
  readonly lesions: string
  readonly seconds: number | null
  readonly at: string
}

/** Columns of a `ReadingRow`, from readings `r` joined with graders `g`. */
export const readingColumns = `r.id, r.image_id AS image, g.name AS grader, r.phase, r.grade,
  r.ungradable_reason AS ungradableReason, r.lesions, r.seconds, r.at`

export interface AuditRow extends ReadingRow {
  readonly confidence: number | null
  readonly shownLabels: string | null
  readonly shownModel: ModelId | null
  readonly shownProbabilities: string | null
  readonly shownMapMethod: string | null
  readonly shownView: string | null
  readonly purpose: Purpose | null
}

export const auditColumns = `${readingColumns}, r.confidence, r.shown_labels AS shownLabels, r.shown_model AS shownModel,
  r.shown_probabilities AS shownProbabilities, r.shown_map_method AS shownMapMethod, r.shown_view AS shownView, r.purpose`

const lesionsSchema = z.array(lesionSchema)

export function decisionOf(grade: Grade | null): Decision {
  return grade ?? 'ungradable'
}

export function lesionsOf(column: string): Lesion[] {
  return parseColumn(lesionsSchema, column, 'readings.lesions')
}

export function readingOf(row: ReadingRow): Reading {
  const { id, image, grader, phase, grade, ungradableReason, seconds, at } = row
  const lesions = lesionsOf(row.lesions)
  return { id, image, grader, phase, decision: decisionOf(grade), ungradableReason, lesions, seconds, at }
}

export function auditedReadingOf(row: AuditRow, standing: boolean): AuditedReading {
  return { ...readingOf(row), confidence: row.confidence, shown: shownOf(row), purpose: row.purpose, standing }
}

/** What was shown. Labels are stored as a list even where it is empty, so a null there means that nothing was noted. */
function shownOf(row: AuditRow): Shown | null {
  if (row.shownLabels === null) return null
  return {
    labels: parseColumn(shownSchema.shape.labels, row.shownLabels, 'readings.shown_labels'),
    model: row.shownModel,
    probabilities: parseOptionalColumn(
      gradeProbabilitiesSchema,
      row.shownProbabilities,
      'readings.shown_probabilities',
    ),
    mapMethod: row.shownMapMethod,
    view: parseOptionalColumn(viewSettingsSchema, row.shownView, 'readings.shown_view'),
  }
}
