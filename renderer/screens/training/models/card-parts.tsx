import type { Evaluation, ModelCard } from '../../../data/contract-types.ts'
import { count, counted } from '../../../ui/count.ts'
import { dayAndTime } from '../../../ui/time.ts'
import { GradeTable } from '../candidate/grade-table.tsx'
import { Unscored } from '../candidate/unscored.tsx'
import { asWritten, facts, oedemaFacts } from './card-facts.ts'
import styles from './models.module.css'

/** Figures on photographs that the model never saw: here, those that are locked away. */
export function CardFigures({
  evaluation,
  model,
}: {
  readonly evaluation: Evaluation
  readonly model: ModelCard['model']
}) {
  const { n, qwk, qwkInterval, accuracy, averageAuc, expectedCalibrationError, referable, oedema } = evaluation
  const [low, high] = qwkInterval
  if (n === 0) return <Unscored model={model.id} />
  return (
    <>
      <Facts
        of={[
          ['Quadratic kappa', asWritten(qwk)],
          ['95 % interval', low === null || high === null ? '–' : `${asWritten(low)} to ${asWritten(high)}`],
          ['Accuracy', asWritten(accuracy)],
          ['Mean AUC', asWritten(averageAuc)],
          ['Referable, AUC', asWritten(referable.auc)],
          ['Calibration error', asWritten(expectedCalibrationError)],
          ['Judged on', counted(n, 'photograph')],
          ...(oedema ? oedemaFacts(oedema) : []),
        ]}
      />
      <GradeTable models={[{ id: model.id, evaluation }]} />
    </>
  )
}

/** The snapshot of what a run learnt from. */
export function CardData({
  card: {
    data,
    starter,
    importedFrom,
    importedSha256,
    members,
    model: { parent },
  },
}: {
  readonly card: ModelCard
}) {
  if (starter) return <p>{starter.trainedOn}</p>
  if (!data) {
    return (
      <p className={styles.quiet}>
        {importedFrom !== null
          ? `It came from ${importedFrom}${importedSha256 === null ? '' : ` (SHA-256 ${importedSha256.slice(0, 16)}…)`}${parent === null ? '. Of what it learnt from only that is known which the file says.' : ` with the weights of ${parent}: what that model learnt from, this one did.`}`
          : members.length > 0
            ? 'It is made of other models and learnt from nothing of its own.'
            : 'Nothing is known of what it learnt from.'}
      </p>
    )
  }
  return (
    <>
      <Facts
        of={[
          ['Photographs', count(data.photographs)],
          ['To train on', count(data.train)],
          ['To validate', count(data.validation)],
          ['Locked away', count(data.holdOut)],
          ['Read by a reader', count(data.read)],
          ['Imported label', count(data.imported)],
          ...(data.pseudo > 0 ? [['Pseudo label', count(data.pseudo)] as const] : []),
          ...(data.oedema > 0 ? [['Oedema label', count(data.oedema)] as const] : []),
          ...(data.leftOut > 0 ? [['Could not be read', count(data.leftOut)] as const] : []),
          ['Taken', dayAndTime(data.at, new Date())],
        ]}
      />
      <p className={styles.quiet}>
        Snapshot <code>{data.sha256.slice(0, 16)}</code>: the same photographs, grades and parts give the same.
      </p>
    </>
  )
}

/** What of a recipe one asks first, and all of it folded away. */
export function CardRecipe({ recipe }: { readonly recipe: NonNullable<ModelCard['recipe']> }) {
  return (
    <>
      <Facts of={facts(recipe)} />
      <details className={styles.whole}>
        <summary>Every field</summary>
        <pre>{JSON.stringify(recipe, null, 2)}</pre>
      </details>
    </>
  )
}

function Facts({ of }: { readonly of: readonly (readonly [string, string])[] }) {
  return (
    <dl className={styles.facts}>
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
