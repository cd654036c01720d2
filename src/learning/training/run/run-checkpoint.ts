import { z } from 'zod'
import type { TensorMap } from '#nn/tensor.ts'
import { AppError } from '#shared/errors.ts'
import { gradeSchema } from '#shared/grades.ts'
import { sha256Schema } from '#shared/ids.ts'
import { oedemaProbabilitiesSchema } from '#shared/oedema.ts'
import { gradeProbabilitiesSchema } from '#shared/probabilities.ts'
import type { FitState } from '../fit/fit-state.ts'
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts'

const predictionSchema = z.object({
  hash: z.string(),
  probabilities: gradeProbabilitiesSchema,
  oedema: oedemaProbabilitiesSchema.optional(),
})

const traceSchema = z.object({
  hash: z.string(),
  label: gradeSchema,
  seen: z.int(),
  margin: z.number(),
  loss: z.number(),
  lastLoss: z.number(),
  losses: z.array(z.number()).readonly().default([]),
  forgotten: z.int(),
  learntAt: z.int(),
})

const historySchema = z.array(z.object({ loss: z.number().nullable(), kappa: z.number().nullable() }))

/** What the fits that have ended gave. */
const resultsSchema = z.object({
  model: sha256Schema.nullable(),
  /** Of the main fit's epochs that its model is made of; null before it has ended. The folds go by it. */
  history: historySchema.nullable(),
  holdOut: z.array(predictionSchema),
  /** How the main fit learnt its labels. */
  traces: z.array(traceSchema).default([]),
  outOfFold: z.array(predictionSchema.extend({ fold: z.int() })),
  /** Models of the folds, and what they say of the hold-out, where the recipe keeps them. */
  folds: z.array(z.object({ fold: z.int(), model: sha256Schema, holdOut: z.array(predictionSchema) })).default([]),
  /** Hashes of photographs that could not be read each time the run was begun or taken up: no fit has seen them. */
  leftOut: z.array(z.string()).default([]),
})
export type RunResults = z.infer<typeof resultsSchema>

const stateSchema = z.object({
  fingerprint: z.string(),
  /** Place of the fit under way in the plan. */
  fit: z.int().min(0),
  epochsDone: z.int().min(0),
  underWay: z.object({ steps: z.int().min(1), lossSum: z.number() }).nullable(),
  optimizerStep: z.int().min(0).nullable(),
  history: historySchema,
  bestEpoch: z.int().min(1).nullable(),
  /** Whose the traces are, which are a tensor. */
  tracesOf: z.string().nullable().default(null),
  results: resultsSchema,
})

/** A run between two steps: which fit, how far, and all that it needs to go on. `state` is null before a fit's first
 *  step, when it starts from its own beginning. */
export interface RunCheckpoint {
  readonly fingerprint: string
  readonly fit: number
  readonly state: FitState | null
  readonly results: RunResults
}

const parameterPrefix = 'parameter.'
const optimizerPrefix = 'optimizer.'
const bestPrefix = 'best.'
const tracesName = 'traces'

export function encodeRunCheckpoint({ fingerprint, fit, state, results }: RunCheckpoint): Uint8Array {
  const tensors: TensorMap = new Map()
  for (const [name, tensor] of state?.parameters ?? []) tensors.set(`${parameterPrefix}${name}`, tensor)
  for (const [name, tensor] of state?.optimizer?.tensors ?? []) tensors.set(`${optimizerPrefix}${name}`, tensor)
  for (const [name, tensor] of state?.best?.parameters ?? []) tensors.set(`${bestPrefix}${name}`, tensor)
  const traces = state?.traces
  if (traces) tensors.set(tracesName, { type: 'float64', shape: [traces.data.length], data: traces.data })
  return encodeCheckpoint({
    state: {
      ...{ fingerprint, fit, results },
      epochsDone: state?.epochsDone ?? 0,
      underWay: state?.underWay ?? null,
      optimizerStep: state?.optimizer?.step ?? null,
      history: [...(state?.history ?? [])],
      bestEpoch: state?.best?.epoch ?? null,
      tracesOf: traces?.of ?? null,
    },
    tensors,
  })
}

/** The checkpoint of those bytes. Throws `AppError('compute_failed')` where they cannot be read and `AppError('conflict')`
 *  where they belong to a run of another plan: other photographs, labels or recipe. */
export function decodeRunCheckpoint(bytes: Uint8Array, fingerprint: string): RunCheckpoint {
  const { state, tensors } = decodeCheckpoint(bytes, stateSchema)
  if (state.fingerprint !== fingerprint) {
    throw new AppError(
      'conflict',
      'The photographs, their grades or the recipe have changed since this run stopped; start a new run instead.',
    )
  }
  const { fit, epochsDone, underWay, optimizerStep, history, bestEpoch, tracesOf, results } = state
  if (epochsDone === 0 && !underWay) return { fingerprint, fit, state: null, results }
  const parameters = part(tensors, parameterPrefix)
  const optimizer = optimizerStep === null ? null : { step: optimizerStep, tensors: part(tensors, optimizerPrefix) }
  const best = bestEpoch === null ? null : { epoch: bestEpoch, parameters: part(tensors, bestPrefix) }
  const found = tensors.get(tracesName)
  const traces = tracesOf !== null && found?.type === 'float64' ? { of: tracesOf, data: found.data } : null
  return { fingerprint, fit, state: { epochsDone, underWay, parameters, optimizer, history, traces, best }, results }
}

function part(tensors: TensorMap, prefix: string): TensorMap {
  const own: TensorMap = new Map()
  for (const [name, tensor] of tensors) if (name.startsWith(prefix)) own.set(name.slice(prefix.length), tensor)
  return own
}
