import { NativeSelect, TextInput, type TextInputProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { fieldLabel, inWords, withoutLabel } from './field-words.ts'
import { type FieldPath, valueAt } from './recipe-draft.ts'
import type { RecipeField } from './recipe-fields.ts'
import styles from './recipe-form.module.css'

interface ChoiceFieldProps {
  readonly field: Extract<RecipeField, { kind: 'choice' }>
  /** The field's path without places in lists. */
  readonly words: string
  readonly path: FieldPath
  readonly value: unknown
  readonly onChange: (value: unknown) => void
  /** What is wrong with the text of a choice that has one. */
  readonly problem: string | undefined
  readonly common: Pick<TextInputProps, 'label' | 'description' | 'error'> & {
    readonly disabled: boolean
    readonly size: string
  }
}

/** One of several, some of which have a text of their own: `{ before: 'features.5.0.weight' }`. */
export function ChoiceField({ field, words, path, value, onChange, problem, common }: ChoiceFieldProps): ReactNode {
  const named = field.texts.find((key) => valueAt(value, [key]) !== undefined)
  const choices = [...field.options, ...field.texts]
  const select = (
    <NativeSelect
      {...common}
      className={choices.some((choice) => choice.length > longestInHalf) ? styles.wide : ''}
      value={named ?? String(value ?? '')}
      onChange={({ currentTarget }) =>
        onChange(
          field.texts.includes(currentTarget.value) ? { [currentTarget.value]: '' } : currentTarget.value || null,
        )
      }
      data={[
        ...(field.nullable ? [{ value: '', label: withoutLabel(words) }] : []),
        ...field.options.map((option) => ({ value: option, label: inWords(option) })),
        ...field.texts.map((key) => ({ value: key, label: fieldLabel(`${words}.${key}`) })),
      ]}
    />
  )
  if (named === undefined) return select
  return (
    <div className={styles.named}>
      {select}
      <TextInput
        aria-label={fieldLabel(`${words}.${named}`)}
        size={common.size}
        disabled={common.disabled}
        error={problem}
        value={String(valueAt(value, [named]))}
        onChange={({ currentTarget }) => onChange({ [named]: currentTarget.value })}
        data-testid={`recipe-${[...path, named].join('.')}`}
      />
    </div>
  )
}

/** Letters of a choice that fit into half the form's width. */
const longestInHalf = 16
