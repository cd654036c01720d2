import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { assertNever } from '#shared/errors.ts'
import { ChoiceField } from './choice-field.tsx'
import { fieldHelp, fieldLabel, firstValues, inWords } from './field-words.ts'
import { NumberField } from './number-field.tsx'
import { NumbersByNameField, NumbersField } from './number-lists.tsx'
import { Problem } from './problem.tsx'
import { type FieldPath, type Problems, type RecipeDraft, valueAt } from './recipe-draft.ts'
import type { RecipeField } from './recipe-fields.ts'
import styles from './recipe-form.module.css'
import { RowsField } from './rows-field.tsx'

/** A draft, what is wrong with it, and the way to change it. */
export interface RecipeFormState {
  readonly draft: RecipeDraft
  readonly problems: Problems
  readonly change: (path: FieldPath, value: unknown) => void
  readonly disabled: boolean
}

export interface FieldViewProps {
  readonly field: RecipeField
  readonly path: FieldPath
  readonly form: RecipeFormState
}

/** One field of a recipe, whatever its kind; what may be absent has a switch of its own. */
export function FieldView(props: FieldViewProps) {
  const { field, path, form } = props
  if (!field.nullable || field.kind === 'choice') return <PlainField {...props} />
  const words = wordsPath(path)
  const value = valueAt(form.draft, path)
  const on = value !== null && value !== undefined
  const first = firstValues[words] ?? (field.kind === 'numbers' ? ones(field.length) : field.start)
  return (
    <div className={styles.optional}>
      <Switch
        label={fieldLabel(words)}
        description={fieldHelp(words)}
        checked={on}
        onChange={(event) => form.change(path, event.currentTarget.checked ? first : null)}
        disabled={form.disabled}
        size="sm"
      />
      {on ? <PlainField {...props} untitled /> : null}
    </div>
  )
}

function PlainField({ field, path, form, untitled = false }: FieldViewProps & { readonly untitled?: boolean }) {
  const value = valueAt(form.draft, path)
  const words = wordsPath(path)
  const common = {
    label: fieldLabel(words),
    description: fieldHelp(words),
    error: form.problems.get(path.join('.')),
    disabled: form.disabled,
    size: 'xs',
    'data-testid': `recipe-${path.join('.')}`,
  }
  const change = (next: unknown) => form.change(path, next)
  switch (field.kind) {
    case 'text':
      return (
        <TextInput
          {...common}
          className={styles.wide}
          value={String(value ?? '')}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case 'number':
      return <NumberField {...common} value={value} onChange={change} />
    case 'switch':
      return (
        <Switch
          {...common}
          className={styles.wide}
          checked={value === true}
          onChange={(event) => change(event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <ChoiceField
          {...{ field, words, path, value, common }}
          onChange={change}
          problem={field.texts.map((key) => form.problems.get([...path, key].join('.'))).find(Boolean)}
        />
      )
    case 'numbers':
      return <NumbersField field={field} path={path} form={form} />
    case 'numbers-by-name':
      return <NumbersByNameField names={field.names} path={path} form={form} />
    case 'group':
      return <Fields title={untitled ? null : fieldLabel(words)} fields={field.fields} path={path} form={form} />
    case 'variants': {
      const name = String(valueAt(value, ['name']) ?? '')
      const variant = field.variants.find((one) => one.name === name)
      return (
        <>
          <NativeSelect
            {...common}
            className={styles.wide}
            value={name}
            onChange={(event) =>
              change(field.variants.find((one) => one.name === event.currentTarget.value)?.start ?? value)
            }
            data={field.variants.map((one) => ({ value: one.name, label: inWords(one.name) }))}
          />
          {variant?.fields.map((inner) => (
            <FieldView key={inner.key} field={inner} path={[...path, inner.key]} form={form} />
          ))}
        </>
      )
    }
    case 'rows':
      return <RowsField fields={field.fields} path={path} form={form} />
    default:
      return assertNever(field)
  }
}

interface FieldsProps {
  readonly title: string | null
  readonly fields: readonly RecipeField[]
  readonly path: FieldPath
  readonly form: RecipeFormState
}

/** Fields within a field, under its name. */
function Fields({ title, fields, path, form }: FieldsProps) {
  const problem = form.problems.get(path.join('.'))
  return (
    <fieldset className={styles.fields}>
      {title ? <legend>{title}</legend> : null}
      {fields.map((inner) => (
        <FieldView key={inner.key} field={inner} path={[...path, inner.key]} form={form} />
      ))}
      <Problem sentence={problem} />
    </fieldset>
  )
}

const ones = (length: number | null) => new Array<number>(length ?? 0).fill(1)

/** A path without its places in lists. */
export function wordsPath(path: FieldPath): string {
  return path.filter((key) => typeof key === 'string').join('.')
}
