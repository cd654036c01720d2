import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ModelStatus } from '#shared/contract/common.ts'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import { useModels } from '../../../data/models.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { dayAndTime } from '../../../ui/time.ts'
import { asWritten } from './card-facts.ts'
import { CombineModels } from './combine-models.tsx'
import { ImportModel } from './import-model.tsx'
import { lineage } from './lineage.ts'
import { ModelCardSheet } from './model-card-sheet.tsx'
import styles from './models.module.css'
import { Untrained } from './untrained.tsx'

const statusWords: Readonly<Record<ModelStatus, string>> = {
  starter: 'came with Regrade',
  candidate: 'candidate',
  promoted: 'promoted',
  retired: 'retired',
}

interface ModelsPanelProps {
  readonly networks: readonly string[]
  /** Sets a model beside the one in use. */
  readonly onCompare: (model: ModelId) => void
}

/** Every model under the one it goes on from; choosing one opens its card. */
export function ModelsPanel({ networks, onCompare }: ModelsPanelProps) {
  const models = useModels()
  const [opened, setOpened] = useState<ModelId | null>(null)
  const [form, setForm] = useState<'import' | 'combine' | null>(null)
  const now = new Date()
  const rows = lineage(models.data ?? [])
  const members = rows.flatMap(({ model }) => (model.architecture === 'ensemble' ? [] : [model]))
  const oedema = rows.some(({ model }) => model.oedemaQwk !== null)
  return (
    <Panel
      title="Models"
      aside={
        <>
          <Button
            size="xs"
            variant="default"
            onClick={() => setForm('combine')}
            disabled={form === 'combine' || members.length < 2}
            data-testid="model-combine"
          >
            Combine…
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => setForm('import')}
            disabled={form === 'import'}
            data-testid="model-import"
          >
            Import…
          </Button>
        </>
      }
    >
      {form === 'import' ? <ImportModel networks={networks} onClose={() => setForm(null)} /> : null}
      {form === 'combine' ? <CombineModels models={members} onClose={() => setForm(null)} /> : null}
      <Failed of={models} />
      {rows.length > 0 ? (
        <div className={styles.scroll}>
          <table className={styles.list}>
            <thead>
              <tr>
                <th scope="col">Model</th>
                <th scope="col">Name</th>
                <th scope="col">Network</th>
                <th scope="col">Goes on from</th>
                <th scope="col">Status</th>
                <th scope="col">Kappa</th>
                {oedema ? <th scope="col">Oedema, kappa</th> : null}
                <th scope="col">Made</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ model, depth }) => (
                <tr key={model.id} data-current={model.current || undefined}>
                  <th scope="row" style={{ '--depth': depth }}>
                    <LinkButton
                      onClick={() => setOpened(model.id)}
                      aria-haspopup="dialog"
                      aria-label={`Card of ${model.id}`}
                      data-testid="model-open"
                    >
                      {model.id}
                    </LinkButton>
                  </th>
                  <td>{model.name}</td>
                  <td>{model.architecture}</td>
                  <td>{model.parent ?? '–'}</td>
                  <td>
                    {model.untrained === null ? statusWords[model.status] : 'to start from'}
                    {model.current ? <strong>, in use</strong> : null}
                  </td>
                  <td>{asWritten(model.qwk)}</td>
                  {oedema ? <td>{asWritten(model.oedemaQwk)}</td> : null}
                  <td>{dayAndTime(model.createdAt, now)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {rows.map(({ model }) => (
            <Untrained key={model.id} model={model} />
          ))}
          {rows.flatMap(({ model: { id, doubt } }) =>
            doubt === null ? (
              []
            ) : (
              <p key={id} className={styles.warning} data-testid="model-doubt">
                <strong>{id}.</strong> {doubt}
              </p>
            ),
          )}
          {rows.flatMap(({ model: { id, attribution } }) =>
            attribution === null ? (
              []
            ) : (
              <p key={id} className={styles.quiet}>
                {id} learnt from the work of {attribution}.
              </p>
            ),
          )}
        </div>
      ) : models.isSuccess ? (
        <p className={styles.quiet}>There is no model yet. Fine-tune one, or import one that was trained elsewhere.</p>
      ) : null}
      <ModelCardSheet
        model={opened}
        onClose={() => setOpened(null)}
        onCompare={(model) => {
          setOpened(null)
          onCompare(model)
        }}
      />
    </Panel>
  )
}
