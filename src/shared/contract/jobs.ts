import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { runIdSchema } from '../ids.ts'
import { runSchema } from './common.ts'

/** What changed, told at once to every window; each asks again for what it shows. */
export const changeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), run: runSchema }),
  z.object({ kind: z.literal('project') }),
  z.object({ kind: z.literal('photographs') }),
  z.object({ kind: z.literal('readings') }),
  z.object({ kind: z.literal('models') }),
])
export type Change = z.infer<typeof changeSchema>

export const jobsContract = {
  /** Newest first. */
  list: oc.output(z.array(runSchema)),
  get: oc.input(z.object({ run: runIdSchema })).output(runSchema),
  cancel: oc.input(z.object({ run: runIdSchema })).output(runSchema),
  changes: oc.output(eventIterator(changeSchema)),
}
