import type { Photograph } from '../../../data/contract-types.ts'
import { Sparkline } from '../../../ui/charts/sparkline.tsx'
import { learningRows } from './learning-rows.ts'
import styles from './suspicion.module.css'

type Learning = NonNullable<NonNullable<Photograph['suspicion']>['learning']>

/** How the model learnt this label, beside the median of all labels of the project. A wrong one keeps a high loss on average
 *  even where it has been learnt by heart in the end. */
export function LabelLearning({ learning }: { readonly learning: Learning }) {
  const { usual } = learning
  return (
    <div className={styles.learning} data-testid="label-learning">
      {learning.losses.length > 1 ? (
        <Sparkline
          label="Loss of this label from the first look at it to the last, beside the median of all labels"
          values={learning.losses}
          beside={usual.losses}
        />
      ) : null}
      <table className={styles.figures}>
        <thead>
          <tr>
            <th />
            <th scope="col">this</th>
            <th scope="col">median</th>
          </tr>
        </thead>
        <tbody>
          {learningRows(learning).map(({ name, own, median }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{own}</td>
              <td>{median}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
