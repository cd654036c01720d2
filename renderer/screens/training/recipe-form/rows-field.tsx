import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { FieldView, type RecipeFormState } from './field-view.tsx'
import { fieldHelp, fieldLabel } from './field-words.ts'
import { Problem } from './problem.tsx'
import { type FieldPath, valueAt } from './recipe-draft.ts'
import { type RecipeField, startOf } from './recipe-fields.ts'
import styles from './recipe-form.module.css'

interface RowsFieldProps {
  readonly fields: readonly RecipeField[]
  readonly path: FieldPath
  readonly form: RecipeFormState
}

/** A list whose entries have fields of their own; it starts with none. */
export function RowsField({ fields, path, form }: RowsFieldProps) {
  const value = valueAt(form.draft, path)
  const rows: readonly unknown[] = Array.isArray(value) ? value : []
  const name = path.join('.')
  const problem = form.problems.get(name)
  return (
    <fieldset className={styles.rows}>
      <legend>
        {fieldLabel(name)} <span className={styles.help}>{fieldHelp(name)}</span>
      </legend>
      {rows.map((_, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no names, and what they show is in the draft
        <div key={place} className={styles.row}>
          {fields.map((field) => (
            <FieldView key={field.key} field={field} path={[...path, place, field.key]} form={form} />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove row ${place + 1} of ${fieldLabel(name)}`}
            onClick={() =>
              form.change(
                path,
                rows.filter((_row, other) => other !== place),
              )
            }
            disabled={form.disabled}
          >
            <IconTrash size={16} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconPlus size={13} aria-hidden="true" />}
        onClick={() => form.change(path, [...rows, startOf(fields)])}
        disabled={form.disabled}
        aria-label={`Add a row: ${fieldLabel(name)}`}
      >
        Add
      </Button>
      <Problem sentence={problem} />
    </fieldset>
  )
}
