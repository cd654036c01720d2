import type { UseQueryResult } from '@tanstack/react-query'
import type { ModelSummary } from '#shared/contract/common.ts'
import { Failed } from '../../../app/kit/failed.tsx'
import type { Judgement } from '../../../data/contract-types.ts'
import { ConfusionMatrix } from '../../../ui/confusion-matrix.tsx'
import { counted } from '../../../ui/count.ts'
import { decisionName } from '../../../ui/grade-look.ts'
import { dayAndTime } from '../../../ui/time.ts'
import { asWritten } from '../models/card-facts.ts'
import styles from '../training-screen.module.css'
import { Unscored } from './unscored.tsx'

interface JudgementColumnProps {
  readonly title: string
  readonly model: ModelSummary
  readonly judgement: UseQueryResult<Judgement>
}

/** What the model in use is called. */
export const currentTitle = 'Current'

/** One model in the figures it is judged by. */
export function JudgementColumn({ title, model, judgement }: JudgementColumnProps) {
  const { data } = judgement
  return (
    <section className={styles.model} aria-label={`${title} ${model.id}`}>
      <h3 className={styles.modelName}>
        {title} <strong>{model.id}</strong>
        <span className={styles.fine}>
          {model.architecture}, {dayAndTime(model.createdAt, new Date())}
          {model.current && title !== currentTitle ? ', in use' : ''}
        </span>
      </h3>
      <Failed of={judgement} />
      {judgement.isPending ? <p className={styles.fine}>Judging it on the photographs locked away…</p> : null}
      {data?.n === 0 ? <Unscored model={model.id} /> : null}
      {data && data.n > 0 ? (
        <>
          <div className={styles.kappa}>
            <span data-testid={`kappa-${title.toLowerCase()}`}>{asWritten(data.qwk)}</span>
            <div>
              quadratic kappa
              <br />
              {data.qwkInterval
                ? `95 %: ${data.qwkInterval[0].toFixed(3)} to ${data.qwkInterval[1].toFixed(3)}`
                : 'no interval'}
            </div>
          </div>
          <KappaInterval judgement={data} />
          <dl className={styles.sensitivities}>
            {data.sensitivity
              .filter(({ grade }) => grade === 1 || grade === 2)
              .map(({ grade, sensitivity, n }) => (
                <div key={grade}>
                  <dt>Sensitivity to {decisionName(grade)}</dt>
                  <dd>
                    {sensitivity === null ? '–' : `${Math.round(sensitivity * 100)} %`}
                    <span className={styles.fine}> of {n}</span>
                  </dd>
                </div>
              ))}
            <div>
              <dt>Accuracy</dt>
              <dd>
                {data.accuracy === null ? '–' : `${Math.round(data.accuracy * 100)} %`}
                <span className={styles.fine}> of {data.n}</span>
              </dd>
            </div>
            {data.oedema ? (
              <div>
                <dt>Kappa of oedema risks</dt>
                <dd>
                  {asWritten(data.oedema.qwk)}
                  <span className={styles.fine}> of {data.oedema.n}</span>
                </dd>
              </div>
            ) : null}
          </dl>
          <ConfusionMatrix matrix={data.confusion} label={`Confusion matrix of ${model.id}`} />
          <p className={styles.fine}>Judged on {counted(data.n, 'photograph')} it never saw.</p>
        </>
      ) : null}
    </section>
  )
}

function KappaInterval({ judgement: { qwk, qwkInterval } }: { readonly judgement: Judgement }) {
  if (qwk === null || !qwkInterval) return null
  const place = (value: number) => `${Math.min(Math.max(value, 0), 1) * 100}%`
  const [low, high] = qwkInterval
  return (
    <div className={styles.interval} aria-hidden="true">
      <span style={{ left: place(low), width: `${Math.max(0, Math.min(high, 1) - Math.max(low, 0)) * 100}%` }} />
      <i style={{ left: place(qwk) }} />
    </div>
  )
}
