import { Button, Modal } from '@mantine/core'
import type { ModelId } from '#shared/ids.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import type { ModelCard } from '../../../data/contract-types.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useEvaluation, useModelCard, usePromoteModel, useSaveModel } from '../../../data/models.ts'
import { FailureMessage, LoadingMessage } from '../../../ui/state-message.tsx'
import { useRecipe } from '../recipe-form/recipe-store.ts'
import { CardData, CardFigures, CardRecipe } from './card-parts.tsx'
import { CardStarter } from './card-starter.tsx'
import styles from './models.module.css'
import { Untrained } from './untrained.tsx'

interface ModelCardSheetProps {
  /** null while none is looked at. */
  readonly model: ModelId | null
  readonly onClose: () => void
  readonly onCompare: (model: ModelId) => void
}

/** All there is to know of a model, and what one can do with it. */
export function ModelCardSheet({ model, onClose, onCompare }: ModelCardSheetProps) {
  const card = useModelCard(model)
  return (
    <Modal
      opened={model !== null}
      onClose={onClose}
      title={`Model ${model ?? ''}`}
      size="xl"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {card.isPending ? <LoadingMessage>Reading the card…</LoadingMessage> : null}
      {card.isError ? <FailureMessage title="There is no card" sentence={failureSentence(card.error)} /> : null}
      {card.data ? <Card key={card.data.model.id} card={card.data} onCompare={onCompare} onClose={onClose} /> : null}
    </Modal>
  )
}

interface CardProps {
  readonly card: ModelCard
  readonly onCompare: (model: ModelId) => void
  readonly onClose: () => void
}

function Card({ card, onCompare, onClose }: CardProps) {
  const { model, recipe } = card
  const usable = model.untrained === null
  const evaluation = useEvaluation(usable ? model.id : null)
  const choose = useRecipe((state) => state.choose)
  return (
    <div className={styles.card} data-testid="model-card">
      <p className={styles.quiet}>
        {model.name}. {model.architecture}, {model.head}
        {card.parameters === null ? '' : `, ${(card.parameters / 1e6).toFixed(1)} M parameters`}
        {model.parent === null ? '' : `; goes on from ${model.parent}`}
        {card.members.length === 0 ? '' : `; made of ${card.members.join(', ')}`}
        {card.run === null ? '' : `; made by run ${card.run}`}.
      </p>
      <Untrained model={model} />
      {model.doubt === null ? null : <p className={styles.warning}>{model.doubt}</p>}
      <CardActions card={card} onCompare={onCompare} />
      {card.starter ? <CardStarter starter={card.starter} model={model} /> : null}
      {usable ? (
        <section>
          <h3>{card.starter ? 'Figures in this project' : 'Figures'}</h3>
          <Failed of={evaluation} />
          {evaluation.data ? <CardFigures evaluation={evaluation.data} model={model} /> : null}
          {card.judgedHow === null ? null : <p className={styles.quiet}>{card.judgedHow}</p>}
        </section>
      ) : null}
      <section>
        <h3>What it learnt from</h3>
        <CardData card={card} />
      </section>
      {card.importNotes.length > 0 ? (
        <section data-testid="card-import-notes">
          <h3>What was found in its file</h3>
          <ul className={styles.notes}>
            {card.importNotes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {recipe ? (
        <section>
          <h3>Recipe</h3>
          <CardRecipe recipe={recipe} />
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              choose(recipe)
              onClose()
            }}
          >
            Take this recipe
          </Button>
        </section>
      ) : null}
      <section>
        <h3>Licence notes</h3>
        <ul className={styles.notes}>
          {card.licenceNotes.map((note) => (
            <li key={note}>{note}</li>
          ))}
          {card.learntElsewhereHow ? <li>{card.learntElsewhereHow}</li> : null}
          <li>Research and annotation use. Not a medical device; its output is no diagnosis.</li>
        </ul>
      </section>
    </div>
  )
}

function CardActions({ card: { model }, onCompare }: Pick<CardProps, 'card' | 'onCompare'>) {
  const promote = usePromoteModel()
  const save = useSaveModel()
  const error = promote.error ?? save.error
  return (
    <div className={styles.actions}>
      <Button
        size="xs"
        disabled={model.status === 'promoted' || model.untrained !== null}
        loading={promote.isPending}
        onClick={() => promote.mutate({ model: model.id })}
        data-testid="card-promote"
      >
        {model.status === 'promoted' ? 'Promoted' : 'Promote'}
      </Button>
      <Button size="xs" variant="default" disabled={model.untrained !== null} onClick={() => onCompare(model.id)}>
        {model.current ? 'Compare with the one before' : 'Compare with the current'}
      </Button>
      <Button
        size="xs"
        variant="default"
        loading={save.isPending}
        onClick={() => save.mutate({ model: model.id })}
        data-testid="card-export"
      >
        Export .onnx
      </Button>
      <span role="status">{save.data ? `Written to ${save.data.file}` : ''}</span>
      {error ? (
        <p className={styles.failure} role="alert">
          {failureSentence(error)}
        </p>
      ) : null}
    </div>
  )
}
