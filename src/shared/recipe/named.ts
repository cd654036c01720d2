import { z } from 'zod'

/** A choice with numbers of its own, which may also be given by its name alone. */
export function named<S extends z.ZodType>(schema: S) {
  return z.preprocess((value) => (typeof value === 'string' ? { name: value } : value), schema)
}
