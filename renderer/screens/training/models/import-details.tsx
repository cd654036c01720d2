import { NativeSelect, TextInput } from '@mantine/core'
import {
  type DraftField,
  type ImportDraft,
  normalisationChoices,
  orderChoices,
  ownChoice,
  type ReadDraft,
} from './import-draft.ts'
import styles from './models.module.css'

interface ImportDetailsProps {
  readonly draft: ImportDraft
  readonly problems: ReadDraft['problems']
  readonly onChange: (change: Partial<ImportDraft>) => void
}

/** What a file may leave unsaid, folded away: most say enough, or are what is usual. */
export function ImportDetails(props: ImportDetailsProps) {
  const { draft, onChange } = props
  return (
    <details className={styles.details}>
      <summary data-testid="model-details">What the file does not say</summary>
      <div className={styles.rows}>
        <div className={styles.fields}>
          <NativeSelect
            label="Its outputs are"
            value={draft.head}
            onChange={(event) => onChange({ head: event.currentTarget.value as ImportDraft['head'] })}
            data={[
              { value: '', label: 'Told by their number' },
              { value: 'softmax', label: 'Five, a grade each' },
              { value: 'ordinal', label: 'Four, the steps from grade to grade' },
              { value: 'regression', label: 'One, the grade itself' },
            ]}
            data-testid="model-head"
          />
          {draft.head === 'regression' ? (
            <WrittenField field="cuts" label="Cuts between grades" placeholder="0.5, 1.5, 2.5, 3.5" {...props} />
          ) : null}
        </div>
        {draft.head === '' || draft.head === 'softmax' ? (
          <div className={styles.fields}>
            <NativeSelect
              label="Order of its classes"
              value={draft.order}
              onChange={(event) => onChange({ order: event.currentTarget.value })}
              data={[
                { value: '', label: 'As the file says, else from None to Proliferative' },
                ...orderChoices,
                { value: ownChoice, label: 'Another order…' },
              ]}
              data-testid="model-order"
            />
            {draft.order === ownChoice ? (
              <WrittenField
                field="classes"
                label="Classes in their order"
                placeholder="mild, moderate, none, proliferative, severe"
                {...props}
              />
            ) : null}
          </div>
        ) : null}
        <div className={styles.fields}>
          <NativeSelect
            label="Its images are normalised by"
            value={draft.normalisation}
            onChange={(event) => onChange({ normalisation: event.currentTarget.value })}
            data={[
              { value: '', label: 'Mean and deviation of retinas, as here' },
              ...normalisationChoices.map(({ value, label }) => ({ value, label })),
              { value: ownChoice, label: 'Other numbers…' },
            ]}
            data-testid="model-normalisation"
          />
          <WrittenField field="size" label="Side of its images, pixels" placeholder="As in the file" {...props} />
        </div>
        {draft.normalisation === ownChoice ? (
          <div className={styles.fields}>
            <WrittenField field="mean" label="Mean of red, green, blue" placeholder="0.485, 0.456, 0.406" {...props} />
            <WrittenField
              field="deviation"
              label="Deviation of red, green, blue"
              placeholder="0.229, 0.224, 0.225"
              {...props}
            />
          </div>
        ) : null}
      </div>
    </details>
  )
}

interface WrittenFieldProps extends ImportDetailsProps {
  readonly field: DraftField
  readonly label: string
  readonly placeholder: string
}

/** What is not yet written is not yet wrong. */
function WrittenField({ field, label, placeholder, draft, problems, onChange }: WrittenFieldProps) {
  return (
    <TextInput
      label={label}
      placeholder={placeholder}
      value={draft[field]}
      onChange={(event) => onChange({ [field]: event.currentTarget.value })}
      error={draft[field].trim() === '' ? null : problems.get(field)}
      data-testid={`model-${field}`}
    />
  )
}
