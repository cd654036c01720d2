import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { numbersOfText } from '../../../ui/number-text.ts'
import type { RecipeFormState } from './field-view.tsx'
import { fieldHelp, fieldLabel, gradeLabels, inWords } from './field-words.ts'
import { NumberField } from './number-field.tsx'
import { Problem } from './problem.tsx'
import { type FieldPath, valueAt } from './recipe-draft.ts'
import styles from './recipe-form.module.css'

interface ListProps {
  readonly path: FieldPath
  readonly form: RecipeFormState
}

/** Numbers in a row: one for each grade, or as many as one likes with commas between. */
export function NumbersField({
  field,
  path,
  form,
}: ListProps & { readonly field: { readonly length: number | null } }) {
  const label = fieldLabel(path.join('.'))
  if (field.length === null) return <NumbersText path={path} form={form} />
  const problem = form.problems.get(path.join('.'))
  return (
    <fieldset className={styles.numbers}>
      <legend className="visually-hidden">{label}</legend>
      {Array.from({ length: field.length }, (_, place) => (
        <NumberField
          key={gradeLabels[place] ?? place}
          label={gradeLabels[place] ?? String(place + 1)}
          size="xs"
          value={valueAt(form.draft, [...path, place])}
          onChange={(value) => form.change([...path, place], value)}
          error={form.problems.get([...path, place].join('.'))}
          disabled={form.disabled}
        />
      ))}
      <Problem sentence={problem} />
    </fieldset>
  )
}

function NumbersText({ path, form }: ListProps) {
  const value = valueAt(form.draft, path)
  const written = Array.isArray(value) ? value.join(', ') : ''
  const [text, setText] = useState(written)
  if (numbersOfText(text).join(', ') !== written) setText(written)
  const name = path.join('.')
  const problem = [...form.problems].find(([at]) => at === name || at.startsWith(`${name}.`))?.[1]
  return (
    <TextInput
      className={styles.wide}
      label={fieldLabel(name)}
      description={fieldHelp(name)}
      size="xs"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        form.change(path, numbersOfText(event.currentTarget.value))
      }}
      error={problem}
      disabled={form.disabled}
    />
  )
}

/** A number for each name; one that is left empty is left out. */
export function NumbersByNameField({ names, path, form }: ListProps & { readonly names: readonly string[] }) {
  const value = valueAt(form.draft, path)
  const all = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
  const name = path.join('.')
  return (
    <fieldset className={styles.fields}>
      <legend>
        {fieldLabel(name)} <span className={styles.help}>{fieldHelp(name)}</span>
      </legend>
      {names.map((one) => (
        <NumberField
          key={one}
          label={inWords(one)}
          size="xs"
          value={all[one]}
          onChange={(next) => {
            const { [one]: _, ...others } = all
            form.change(path, next === '' ? others : { ...others, [one]: next })
          }}
          error={form.problems.get(`${name}.${one}`)}
          disabled={form.disabled}
        />
      ))}
    </fieldset>
  )
}
