import { z } from 'zod'
import { defaultOptimizer, type OptimizerOptions } from '#nn/optimizers/registry.ts'
import { AppError } from '#shared/errors.ts'
import { optimizerSchema } from '#shared/recipe/optimizer.ts'
import type { Assignments } from './assignments.ts'

/** What a step is told besides its optimizer's options. */
const stepSchema = z.object({
  learningRate: z.coerce.number().min(0).default(1e-3),
  /** Share of the batch in the running statistics. */
  statisticsMomentum: z.coerce.number().min(0).max(1).default(0.1),
  labelSmoothing: z.coerce.number().min(0).max(1).default(0),
  /** The head's usual one where not given. */
  loss: z.enum(['cross-entropy', 'ordinal', 'mean-squared', 'quadratic-kappa']).optional(),
  /** The first parameter that is trained: everything before it stays as it is. */
  freeze: z.string().min(1).optional(),
  /** Of the masks of dropout. */
  seed: z.coerce.number().int().min(0).default(1),
})
type StepSettings = z.infer<typeof stepSchema>

/** `--set` of `model step`: options of the optimizer and of the step, by name. `statisticsMomentum` is the network's own.
 *  Throws `AppError('usage')` for a name that is none of them, or a value that does not fit. */
export function stepSettings(
  name: string,
  set: Assignments = {},
  statisticsMomentum?: number,
): { readonly optimizer: OptimizerOptions; readonly step: StepSettings } {
  const defaults = defaultOptimizer(name)
  const own = Object.entries(set).filter(([key]) => key !== 'name' && Object.hasOwn(defaults, key))
  const others = Object.entries(set).filter(([key]) => key === 'name' || !Object.hasOwn(defaults, key))
  for (const [key, word] of others) {
    if (Object.hasOwn(stepSchema.shape, key)) {
      if (word.trim() !== '') continue
      throw new AppError('usage', `The setting "${key}" does not fit: it is empty.`)
    }
    const known = [...Object.keys(defaults).filter((one) => one !== 'name'), ...Object.keys(stepSchema.shape)]
    throw new AppError('usage', `A step with ${name} has no setting "${key}"; there are ${known.join(', ')}.`)
  }
  const optimizer = { ...defaults }
  for (const [key, word] of own) Object.assign(optimizer, { [key]: valueLike(defaults[key as 'name'], key, word) })
  requireSensible(optimizer)
  const momentum = statisticsMomentum === undefined ? {} : { statisticsMomentum }
  const parsed = stepSchema.safeParse({ ...momentum, ...Object.fromEntries(others) })
  if (parsed.success) return { optimizer, step: parsed.data }
  throw misfit(parsed.error)
}

/** Within the bounds that a recipe's optimizer has. */
function requireSensible({ weightDecay, ...options }: OptimizerOptions): void {
  const parsed = z.object({ weightDecay: z.number().min(0) }).safeParse({ weightDecay })
  const error = parsed.error ?? optimizerSchema.safeParse(options).error
  if (error) throw misfit(error)
}

function misfit({ issues: [issue] }: z.ZodError): AppError {
  return new AppError('usage', `The setting "${issue?.path.join('.')}" does not fit: ${issue?.message}.`)
}

/** The word as a value of the same kind as the usual one. */
function valueLike(usual: unknown, key: string, word: string): unknown {
  const parsed = (typeof usual === 'boolean' ? z.stringbool() : z.coerce.number()).safeParse(word)
  if (parsed.success && word.trim() !== '') return parsed.data
  throw new AppError('usage', `The setting "${key}" does not fit: ${word}.`)
}
