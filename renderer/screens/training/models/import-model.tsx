import { Button, NativeSelect, Stack } from '@mantine/core'
import { useState } from 'react'
import { adviceOn, formatOfName } from '#shared/model-formats.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { PathField } from '../../../app/kit/places/path-field.tsx'
import { useImportModel } from '../../../data/models.ts'
import { ImportDetails } from './import-details.tsx'
import { emptyDraft, type ImportDraft, readDraft } from './import-draft.ts'
import { ImportedModel } from './imported-model.tsx'
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
  const [draft, setDraft] = useState<ImportDraft>(emptyDraft)
  const take = useImportModel()
  if (take.data) return <ImportedModel model={take.data} onClose={onClose} />

  const weights = isWeightsFile(file)
  const network = chosen ?? networkOfFile(file, networks)
  const format = formatOfName(file)
  const advice = format ? adviceOn(format, file) : null
  const { asked, problems } = readDraft(draft)
  const ready = file.trim() !== '' && (!weights || network !== '') && !advice && problems.size === 0
  const begin = () => take.mutate({ file: file.trim(), ...(weights ? { architecture: network } : {}), ...asked })
  return (
    <section className={styles.form} aria-label="Import a model">
      <Stack gap="sm">
        <PathField
          label="File"
          description="An .onnx classifier of five grades, or a .safetensors file of a network’s weights"
          picks="model"
          value={file}
          error={advice?.sentence ?? null}
          onChange={(path) => {
            setFile(path)
            take.reset()
          }}
          testId="model-file"
        />
        {advice && advice.lines.length > 0 ? (
          <pre className={styles.lines} data-testid="model-advice">
            {advice.lines.join('\n')}
          </pre>
        ) : null}
        {weights ? (
          <NativeSelect
            label="Network"
            description="Weights do not say whose they are. Without a classifier for five grades they are a place to start from."
            value={network}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data={[{ value: '', label: 'Choose…' }, ...networks]}
          />
        ) : null}
        <ImportDetails
          draft={draft}
          problems={problems}
          onChange={(change) => {
            setDraft({ ...draft, ...change })
            take.reset()
          }}
        />
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
