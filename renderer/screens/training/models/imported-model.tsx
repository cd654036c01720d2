import { Button, Stack } from '@mantine/core'
import type { ModelSummary } from '#shared/contract/common.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useModelCard } from '../../../data/models.ts'
import styles from './models.module.css'
import { Untrained } from './untrained.tsx'

interface ImportedModelProps {
  readonly model: ModelSummary
  readonly onClose: () => void
}

/** What was found in a file that has been imported, and what it was taken for. */
export function ImportedModel({ model, onClose }: ImportedModelProps) {
  const card = useModelCard(model.id)
  const notes = card.data?.importNotes ?? []
  return (
    <section className={styles.form} aria-label={`Imported ${model.id}`} data-testid="model-imported">
      <Stack gap="sm">
        <p role="status">
          {model.name} is <strong>{model.id}</strong>,{' '}
          {model.untrained === null ? 'a candidate.' : 'a place to start from.'}
        </p>
        <Untrained model={model} />
        <Failed of={card} />
        {notes.length > 0 ? (
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        ) : null}
        <div className={styles.actions}>
          <Button size="xs" variant="default" onClick={onClose} data-testid="model-imported-close">
            Close
          </Button>
        </div>
      </Stack>
    </section>
  )
}
