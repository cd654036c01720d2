import { NativeSelect, TextInput } from '@mantine/core'
import { type ImportDraft, normalisationChoices, orderChoices, ownChoice, type ReadDraft } from './import-draft.ts'
import styles from './models.module.css'

interface ImportDetailsProps {
  readonly draft: ImportDraft
  readonly problems: ReadDraft['problems']
  readonly onChange: (change: Partial<ImportDraft>) => void
}

/** What a file may leave unsaid, folded away: most say enough, or are what is usual. */
export function ImportDetails({ draft, problems, onChange }: ImportDetailsProps) {
  return (
    <details className={styles.details}>
      <summary data-testid="model-details">What the file does not say</summary>
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
        <TextInput
          label="Size of its images"
          description="Side in pixels, where the file leaves it open"
          placeholder="As in the file"
          inputMode="numeric"
          value={draft.size}
          onChange={(event) => onChange({ size: event.currentTarget.value })}
          error={problems.get('size')}
          data-testid="model-size"
        />
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
        {draft.normalisation === ownChoice ? (
          <>
            <TextInput
              label="Mean"
              description="Of red, green and blue, pixels from 0 to 1"
              placeholder="0.485, 0.456, 0.406"
              value={draft.mean}
              onChange={(event) => onChange({ mean: event.currentTarget.value })}
              error={problems.get('mean')}
              data-testid="model-mean"
            />
            <TextInput
              label="Deviation"
              description="Likewise"
              placeholder="0.229, 0.224, 0.225"
              value={draft.deviation}
              onChange={(event) => onChange({ deviation: event.currentTarget.value })}
              error={problems.get('deviation')}
              data-testid="model-deviation"
            />
          </>
        ) : null}
        {draft.head === '' || draft.head === 'softmax' ? (
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
        ) : null}
        {draft.order === ownChoice ? (
          <TextInput
            label="Classes in their order"
            placeholder="mild, moderate, none, proliferative, severe"
            value={draft.classes}
            onChange={(event) => onChange({ classes: event.currentTarget.value })}
            error={problems.get('classes')}
            data-testid="model-classes"
          />
        ) : null}
        {draft.head === 'regression' ? (
          <TextInput
            label="Cuts between grades"
            description="Where the output passes from one grade to the next"
            placeholder="0.5, 1.5, 2.5, 3.5"
            value={draft.cuts}
            onChange={(event) => onChange({ cuts: event.currentTarget.value })}
            error={problems.get('cuts')}
            data-testid="model-cuts"
          />
        ) : null}
      </div>
    </details>
  )
}
