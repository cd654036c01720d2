import { oc } from '@orpc/contract'
import { z } from 'zod'
import { modelIdSchema } from '../ids.ts'

const figure = z.number().nullable()
const interval = z.tuple([figure, figure])

/** Field names are those of the command line's contract; undefined figures are null. Only grades count: what a reader called
 *  ungradable has none. */
export const agreementSchema = z.object({
  graders: z.array(z.string()),
  /** Photographs that at least one of them graded. */
  photographs: z.int(),
  pairs: z.array(
    z.object({
      a: z.string(),
      b: z.string(),
      /** Photographs that both graded. */
      n: z.int(),
      kappa: figure,
      linearKappa: figure,
      quadraticKappa: figure,
      /** Of the quadratic kappa: 95 %, bootstrap over photographs. */
      interval,
      /** Rows are the grades of `a`, columns those of `b`; counts. */
      matrix: z.array(z.array(z.int())),
    }),
  ),
  percentAgreement: figure,
  fleiss: figure,
  krippendorffNominal: figure,
  krippendorffOrdinal: figure,
  gwetAc1: figure,
  gwetAc2Quadratic: figure,
  intervals: z.record(z.string(), interval),
  /** Share of each reader's grades that are right, by Dawid and Skene, and by CROWDLAB where a model never saw the photographs. */
  quality: z.array(z.object({ grader: z.string(), dawidSkene: figure, crowdlab: figure })),
  /** Whose predictions CROWDLAB took; null where there is no model. */
  model: modelIdSchema.nullable(),
})
export type ReadersAgreement = z.infer<typeof agreementSchema>

export const readersContract = {
  /** All readers where none are named. Refused with `usage` for fewer than two, `conflict` where fewer have read, `not_found` for one who is not known. */
  agreement: oc.input(z.object({ graders: z.array(z.string()).optional() })).output(agreementSchema),
}
