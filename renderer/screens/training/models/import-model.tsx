import { Button, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { Failed } from '../../../app/failed.tsx'
import { PathField } from '../../../app/places/path-field.tsx'
import { useImportModel } from '../../../data/models.ts'
import styles from './models.module.css'
import { isWeightsFile, networkOfFile } from './weights-file.ts'

interface ImportModelProps {
  readonly networks: readonly string[]
  readonly onClose: () => void
}

/** Takes a model's file in: a classifier with its network, or the weights of a network that is known. */
export function ImportModel({ networks, onClose }: ImportModelProps) {
  const [file, setFile] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const take = useImportModel()
  const weights = isWeightsFile(file)
  const network = chosen ?? networkOfFile(file, networks)
  const ready = file.trim() !== '' && (!weights || network !== '')
  const begin = () =>
    take.mutate({ file: file.trim(), ...(weights ? { architecture: network } : {}) }, { onSuccess: onClose })
  return (
    <section className={styles.form} aria-label="Import a model">
      <Stack gap="sm">
        <PathField
          label="File"
          description="An .onnx classifier of five grades, or a .safetensors file of a network’s weights"
          picks="model"
          value={file}
          onChange={(path) => {
            setFile(path)
            take.reset()
          }}
          testId="model-file"
        />
        {weights ? (
          <NativeSelect
            label="Network"
            description="Weights do not say whose they are. Without a classifier for five grades they are a place to start from."
            value={network}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={[{ value: '', label: 'Choose…' }, ...networks]}
          />
        ) : null}
        <p className={styles.quiet}>
          It becomes a candidate. Its maker’s licence holds; see whether it allows what you mean to do.
        </p>
        <Failed of={take} />
        <div className={styles.actions}>
          <Button size="xs" disabled={!ready} loading={take.isPending} onClick={begin} data-testid="model-import-start">
            Import
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            Close
          </Button>
        </div>
      </Stack>
    </section>
  )
}
