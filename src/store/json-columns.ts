import type { z } from 'zod'
import { AppError } from '#shared/errors.ts'

/** A JSON column, parsed. Throws `AppError('project_damaged')` where it is not what was once written there. */
export function parseColumn<Schema extends z.ZodType>(schema: Schema, text: string, column: string): z.infer<Schema> {
  try {
    return schema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('project_damaged', `The project holds something unreadable in ${column}.`, { cause })
  }
}

/** The same where the column may be empty. */
export function parseOptionalColumn<Schema extends z.ZodType>(
  schema: Schema,
  text: string | null,
  column: string,
): z.infer<Schema> | null {
  return text === null ? null : parseColumn(schema, text, column)
}

/** A value as a JSON column; null stays empty. */
export function toColumn(value: unknown): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value)
}
