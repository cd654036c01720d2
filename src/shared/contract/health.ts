import { oc } from '@orpc/contract'
import { z } from 'zod'
import { gradeSchema } from '../grades.ts'
import { modelIdSchema } from '../ids.ts'
import { boundarySchema } from './common.ts'

const figure = z.number().nullable()
const interval = z.tuple([z.number(), z.number()])
/** Five rows of five. */
const gradeMatrix = z.array(z.array(z.number()))

/** Photographs of a project below which none are drawn as controls: no sample would tell anything. */
export const leastForControls = 100
/** Controls of a boundary that have to be read before anything is told from them: of one wrong control nearly all that is left would be
 *  wrong. */
export const leastControlsToTell = 5
/** Readings below which a reliability plot would be noise. */
export const leastForReliability = 50

/** What has been found and what is left at one boundary: photographs labelled one of its two grades. A label is wrong here where it is
 *  on one side of the boundary and what was decided on the other. */
export const boundaryEntrySchema = z.object({
  boundary: boundarySchema,
  photographs: z.int(),
  read: z.int(),
  /** Labels that a reader put on the other side. */
  found: z.int(),
  /** Controls that have been read, and how many of them had a wrong label, as they were judged blind. */
  controls: z.int(),
  wrongControls: z.int(),
  /** Wrong labels among those not yet read, with a 95 % interval, whose upper end has all in it that are more suspicious than any
   *  control; null before `leastControlsToTell` controls have been read. */
  remaining: figure,
  remainingInterval: interval.nullable(),
  /** Wrong labels found a reading in this order, over those at random, with a 95 % interval; null where the controls have none, or are too few. */
  gain: figure,
  gainInterval: interval.nullable(),
  /** Whether, at the upper end of the interval, no more of the labels not yet read are wrong than the rate chosen. */
  mayStop: z.boolean(),
  /** What follows, in a sentence. */
  advice: z.string(),
  /** Wrong labels found after so many readings, in the order they were read; at most 200 points, from [0, 0]. */
  curve: z.array(z.tuple([z.int(), z.int()])),
})
export type BoundaryEntryReport = z.infer<typeof boundaryEntrySchema>

export const ledgerSchema = z.object({
  /** Whose readings; null for what all of them settled on. */
  grader: z.string().nullable(),
  /** Share of wrong labels that may stay. */
  rate: z.number(),
  boundaries: z.array(boundaryEntrySchema),
  /** Decisions that readers were asked for once more, blind, and how often they gave the same. */
  selfAgreement: z.object({ n: z.int(), same: z.int(), interval: interval.nullable(), quadraticKappa: figure }),
})
export type Ledger = z.infer<typeof ledgerSchema>

export const labelHealthSchema = z.object({
  /** Whose predictions, of fits that never saw the photographs; null where there are none. */
  model: modelIdSchema.nullable(),
  /** Labelled photographs, and those of them that such predictions are known of. */
  labelled: z.int(),
  scored: z.int(),
  /** How many photographs have each grade: by the label they came with, by now, and truly, as far as is estimated. */
  classes: z.array(z.object({ grade: gradeSchema, labelled: z.int(), current: z.int(), estimated: figure })),
  /** Expected of the labels as they came, by suspicion and by what readers found: rows the label, columns the true grade. `noise`: P(label | true),
   *  columns add up to 1; `joint`: photographs. Null without predictions. */
  noise: gradeMatrix.nullable(),
  joint: gradeMatrix.nullable(),
  /** How many labels are wrong by that estimate. */
  estimatedWrong: figure,
  /** Grades of right and left eyes of a patient, as they are now: rows the right eye, columns the left one. */
  eyes: z.object({ n: z.int(), matrix: gradeMatrix, same: figure, withinOne: figure, quadraticKappa: figure }),
  /** Labels that have been read and that such predictions are known of: those suspicion can be held against. */
  judged: z.int(),
  /** How often labels of about the same suspicion were found wrong, each judged by what was learnt from the other readings (five
   *  parts). Null before `leastForReliability` have been read. */
  reliability: z
    .object({
      n: z.int(),
      bins: z.array(z.object({ n: z.int(), suspicion: z.number(), wrong: z.number(), interval })),
      calibrationError: z.number(),
    })
    .nullable(),
})
export type LabelHealth = z.infer<typeof labelHealthSchema>

export const healthContract = {
  /** What all readers settled on, where none is named; refused with `not_found` for one who has read nothing. */
  ledger: oc
    .input(z.object({ grader: z.string().min(1).optional(), rate: z.number().gt(0).lt(1).default(0.02) }))
    .output(ledgerSchema),
  labels: oc.output(labelHealthSchema),
}
