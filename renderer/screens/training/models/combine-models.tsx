import { Button, Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type EnsembleKind, ensembleKinds } from '#shared/ensembles.ts'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useCombineModels } from '../../../data/models.ts'
import styles from './models.module.css'

const ways: Readonly<Record<EnsembleKind, string>> = {
  average: 'Mean of their probabilities',
  logistic: 'Ordinal logistic regression',
  forest: 'Random forest',
  boosting: 'Gradient boosting',
  svm: 'Support vector machine',
}

interface CombineModelsProps {
  /** What can be a member: every model but ensembles. */
  readonly models: readonly { readonly id: ModelId; readonly name: string }[]
  readonly onClose: () => void
}

/** Makes several models one. */
export function CombineModels({ models, onClose }: CombineModelsProps) {
  const [members, setMembers] = useState<readonly ModelId[]>([])
  const [by, setBy] = useState<EnsembleKind>('average')
  const [eyes, setEyes] = useState(false)
  const [name, setName] = useState('')
  const combine = useCombineModels()
  const stacked = by !== 'average'
  const request = {
    members: models.flatMap(({ id }) => (members.includes(id) ? [id] : [])),
    by,
    eyes: stacked && eyes,
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  }
  return (
    <section className={styles.form} aria-label="Combine models">
      <Stack gap="sm">
        <Checkbox.Group label="Models" value={[...members]} onChange={(chosen) => setMembers(chosen as ModelId[])}>
          <div className={styles.members}>
            {models.map((model) => (
              <Checkbox key={model.id} value={model.id} label={`${model.id} ${model.name}`} />
            ))}
          </div>
        </Checkbox.Group>
        <NativeSelect
          label="Combined by"
          description={
            stacked
              ? 'Learns from what folds said of photographs that they never saw, outside those locked away'
              : 'Needs nothing to learn from'
          }
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as EnsembleKind)}
          data={ensembleKinds.map((kind) => ({ value: kind, label: ways[kind] }))}
        />
        {stacked ? (
          <Checkbox
            label="With the fellow eye’s probabilities beside the eye’s own"
            checked={eyes}
            onChange={(event) => setEyes(event.currentTarget.checked)}
          />
        ) : null}
        <TextInput
          label="Name"
          placeholder="The members’ names"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <p className={styles.quiet}>
          It becomes a candidate, with its own word on every photograph that all of them have scored.
        </p>
        <Failed of={combine} />
        <div className={styles.actions}>
          <Button
            size="xs"
            disabled={request.members.length < 2}
            loading={combine.isPending}
            onClick={() => combine.mutate(request, { onSuccess: onClose })}
            data-testid="model-combine-start"
          >
            Combine
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
      </Stack>
    </section>
  )
}
