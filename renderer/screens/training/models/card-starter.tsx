import type { ModelCard } from '../../../data/contract-types.ts'
import { CardFigures } from './card-parts.tsx'
import styles from './models.module.css'

interface CardStarterProps {
  readonly starter: NonNullable<ModelCard['starter']>
  readonly model: ModelCard['model']
}

/** What the model that came with the application was judged by when it was made, and what it is not for. */
export function CardStarter({ starter: { heldOut, heldOutHow, limits }, model }: CardStarterProps) {
  return (
    <>
      <section data-testid="card-starter">
        <h3>Figures that it came with</h3>
        <CardFigures evaluation={heldOut} model={model} />
        <p className={styles.quiet}>{heldOutHow}</p>
      </section>
      <section>
        <h3>Limits</h3>
        <ul className={styles.notes}>
          {limits.map((limit) => (
            <li key={limit}>{limit}</li>
          ))}
        </ul>
      </section>
    </>
  )
}
