import { useMemo, useState } from 'react'
import type { Epoch } from '#shared/contract/common.ts'
import { gradeNames, grades } from '#shared/grades.ts'
import { CurveChart } from '../../../ui/charts/curve-chart.tsx'
import { ConfusionMatrix } from '../../../ui/confusion-matrix.tsx'
import { gradeColour } from '../../../ui/grade-look.ts'
import styles from '../training-screen.module.css'
import { aucCurves, epochRange, rateCurve } from './curve-data.ts'

interface EpochDetailsProps {
  readonly epochs: readonly Epoch[]
  readonly planned: number
  /** Whether the recipe sets photographs aside to validate epochs by. */
  readonly validated: boolean
}

/** What else is known of every epoch, for those who ask. */
export function EpochDetails(props: EpochDetailsProps) {
  const [open, setOpen] = useState(false)
  return (
    <details className={styles.details} onToggle={(event) => setOpen(event.currentTarget.open)} data-testid="epochs">
      <summary>{props.validated ? 'AUC of each grade, confusion and learning rate' : 'Learning rate'}</summary>
      {open ? <Details {...props} /> : null}
    </details>
  )
}

const aucLines = grades.map((grade) => ({ name: gradeNames[grade], colour: gradeColour(grade), dashed: false }))
const rateLines = [{ name: 'at the end of the epoch', colour: '#8f9296', dashed: false }]

function Details({ epochs, planned, validated }: EpochDetailsProps) {
  const [auc, rate] = useMemo(() => [aucCurves(epochs), rateCurve(epochs)] as const, [epochs])
  const last = epochs.findLast(({ confusion }) => confusion !== undefined)
  const place = { xRange: epochRange(planned) }
  return (
    <div className={styles.charts}>
      {validated ? (
        <CurveChart
          title="AUC, each grade against the rest"
          lines={aucLines}
          data={auc}
          yRange={[0, 1]}
          testId="auc-curve"
          {...place}
        />
      ) : null}
      <CurveChart
        title="Learning rate × 1000"
        lines={rateLines}
        data={rate}
        yRange={null}
        testId="rate-of-epochs"
        {...place}
      />
      {last?.confusion ? (
        <div className={styles.confusion}>
          <ConfusionMatrix matrix={last.confusion} label={`Confusion matrix after epoch ${last.epoch}`} />
          <p className={styles.fine}>
            Photographs set aside to validate epochs by, after epoch {last.epoch} of the main fit.
          </p>
        </div>
      ) : null}
    </div>
  )
}
