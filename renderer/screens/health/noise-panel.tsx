import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { LabelHealth } from '#shared/contract/health.ts'
import { count } from '../../ui/count.ts'
import { GradeMatrix } from '../../ui/grade-matrix.tsx'
import { percent } from '../../ui/percent.ts'
import styles from './health.module.css'
import { HealthPanel } from './health-panel.tsx'
import { noiseTable } from './health-tables.ts'
import { likeliestMistake } from './health-words.ts'
import { NoModel } from './no-model.tsx'

/** Which grades are taken for which, as far as suspicion and readers tell. */
export function NoisePanel({ health }: { readonly health: LabelHealth }) {
  const [counts, setCounts] = useState(false)
  const { noise, joint, estimatedWrong, labelled, scored, model } = health
  if (!noise || !joint || estimatedWrong === null) {
    return (
      <HealthPanel title="Label noise" table={() => null}>
        <NoModel />
      </HealthPanel>
    )
  }
  const columnSums = joint[0]?.map((_, column) => joint.reduce((sum, row) => sum + (row[column] ?? 0), 0)) ?? []
  return (
    <HealthPanel
      title="Label noise"
      table={() => noiseTable(health)}
      controls={
        <SegmentedControl
          aria-label="Figures of the matrix"
          size="xs"
          value={counts ? 'counts' : 'shares'}
          onChange={(value) => setCounts(value === 'counts')}
          data={[
            { value: 'shares', label: 'Shares' },
            { value: 'counts', label: 'Photographs' },
          ]}
        />
      }
    >
      <p className={styles.sentence} data-testid="noise-sentence">
        About {count(Math.round(estimatedWrong))} of {count(labelled)} labels are wrong (
        {percent(estimatedWrong / labelled)}), by what the model sees and readers found. {likeliestMistake(noise)}
      </p>
      <div className={styles.wide}>
        {counts ? (
          <GradeMatrix
            label="Photographs by label and estimated true grade"
            corner="label ↓ truth →"
            matrix={joint}
            text={(value) => count(Math.round(value))}
            shade={(value, _, column) => value / Math.max(columnSums[column] ?? 0, 1)}
          />
        ) : (
          <GradeMatrix
            label="Share of each true grade that got each label"
            corner="label ↓ truth →"
            matrix={noise}
            text={(value) => (value === 0 ? '0' : percent(value))}
            shade={(value) => value}
          />
        )}
      </div>
      <p className={styles.text}>
        {counts
          ? 'Photographs with this label and this estimated true grade.'
          : 'P(label | truth): of the photographs of a true grade (column), the share with each label. Columns add up to 100 %.'}{' '}
        A label that was read counts for what was found, and for nothing where that was ungradable; another as its
        suspicion says: {count(scored)} of them, which {model} predicted without having learnt from them.
      </p>
    </HealthPanel>
  )
}
