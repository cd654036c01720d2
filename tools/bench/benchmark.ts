import { z } from 'zod'
import { AppError } from '#shared/errors.ts'
import type { Assignments } from '../../src/hosts/cli/assignments.ts'
import type { Terminal } from '../../src/hosts/cli/terminal.ts'

/** What a benchmark found. `value` is the figure to judge, made of `samples` as `what` says. */
export interface Measurement {
  readonly unit: string
  readonly value: number
  readonly samples: readonly number[]
  /** What was measured, in one sentence. */
  readonly what: string
  /** The settings it ran with, defaults included. */
  readonly settings: object
  /** The limit the figure should stay within, where there is one. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number }
  /** The same by another program in the same run; null with a reason where it is not there. */
  readonly peer?: Peer
  /** Why a runtime that goes before the one it ran on was left. */
  readonly notes?: readonly string[]
  /** Further figures by name. */
  readonly figures?: Readonly<Record<string, number | string | null>>
  /** Figures of each of several ways to do it, by name; and their 95 % intervals where it was done more than once. */
  readonly results?: Readonly<Record<string, Readonly<Record<string, number>>>>
  readonly intervals?: Readonly<Record<string, Readonly<Record<string, readonly [number, number] | null>>>>
}

export type Peer =
  | { readonly name: string; readonly value: number; readonly samples: readonly number[]; readonly ratio: number }
  | { readonly name: string; readonly reason: string }

export interface Benchmark {
  readonly name: string
  readonly description: string
  readonly measure: (set: Assignments, terminal: Terminal) => Promise<Measurement>
}

/** A benchmark whose settings are the fields of a schema; text from the command line is coerced there. */
export function benchmark<S extends z.ZodRawShape>(
  name: string,
  description: string,
  settings: S,
  measure: (settings: z.infer<z.ZodObject<S>>, terminal: Terminal) => Promise<Measurement>,
): Benchmark {
  const schema = z.strictObject(settings)
  return {
    name,
    description,
    measure: async (set, terminal) => {
      const parsed = schema.safeParse(set)
      if (parsed.success) return await measure(parsed.data, terminal)
      const issue = parsed.error.issues[0]
      const known = Object.keys(settings).join(', ')
      throw new AppError('usage', `bench ${name}: ${issue?.path.join('.')} ${issue?.message} (settings: ${known})`)
    },
  }
}

/** A whole number among a benchmark's settings. */
export function whole(preset: number, least = 1) {
  return z.coerce.number().int().min(least).default(preset)
}
