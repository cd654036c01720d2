import { useState } from 'react'
import { counted } from '../../../ui/count.ts'
import { FieldView, type RecipeFormState } from './field-view.tsx'
import { fieldGroups, frontFields } from './field-words.ts'
import { problemsIn } from './recipe-draft.ts'
import { recipeFields } from './recipe-fields.ts'
import styles from './recipe-form.module.css'

interface FieldGroupsProps {
  readonly form: RecipeFormState
  /** Fields that are not as the recipe has them. */
  readonly changed: ReadonlySet<string>
}

/** Every field that is not in front, folded away by what it belongs to. */
export function FieldGroups({ form, changed }: FieldGroupsProps) {
  return (
    <div className={styles.groups}>
      {fieldGroups.map(({ title, keys }, place) => (
        <FieldGroup
          key={title}
          title={title}
          keys={place === fieldGroups.length - 1 ? [...keys, ...ungrouped] : keys}
          form={form}
          changed={changed}
        />
      ))}
    </div>
  )
}

const grouped = new Set<string>([...frontFields, ...fieldGroups.flatMap(({ keys }) => [...keys])])
const ungrouped = recipeFields.map(({ key }) => key).filter((key) => !grouped.has(key))

interface FieldGroupProps extends FieldGroupsProps {
  readonly title: string
  readonly keys: readonly string[]
}

function FieldGroup({ title, keys, form, changed }: FieldGroupProps) {
  const [open, setOpen] = useState(false)
  const problems = problemsIn(form.problems, keys)
  const changes = keys.filter((key) => changed.has(key)).length
  return (
    <details className={styles.group} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary data-testid={`recipe-group-${title}`}>
        <span>{title}</span>
        {problems > 0 ? (
          <span className={styles.problem}>{counted(problems, 'problem')}</span>
        ) : changes > 0 ? (
          <span className={styles.changed}>{counted(changes, 'change')}</span>
        ) : null}
      </summary>
      {open ? (
        <div className={styles.grid}>
          {keys.map((key) => {
            const field = recipeFields.find((one) => one.key === key)
            return field ? <FieldView key={key} field={field} path={[key]} form={form} /> : null
          })}
        </div>
      ) : null}
    </details>
  )
}
