import { predictedGrade } from '#shared/grades.ts'
import type { Explanation } from '../../../data/contract-types.ts'
import { pixelAddress } from '../../../data/project-change.ts'
import { GradeBadge } from '../../../ui/grade-badge.tsx'
import { useStage } from '../../../viewer/stage-store.ts'
import styles from './augmentations.module.css'
import { ProbabilityColumns } from './probability-columns.tsx'

interface ChangedPhotographProps {
  readonly name: string
  /** Null until it is there. */
  readonly explanation: Explanation | null
  /** Of the photograph without a change. */
  readonly asItIs: Explanation | null
  readonly map: boolean
}

/** The photograph as the model saw it under one change, and what it gave. */
export function ChangedPhotograph({ name, explanation, asItIs, map }: ChangedPhotographProps) {
  const opacity = useStage((stage) => stage.look.heatMapOpacity)
  const said = explanation && predictedGrade(explanation.probabilities)
  const moved = said !== null && asItIs !== null && said !== predictedGrade(asItIs.probabilities)
  return (
    <li className={styles.change} data-testid={explanation ? 'changed-photograph' : undefined} data-moved={moved}>
      <p className={styles.name}>
        {name}
        {said === null ? null : <GradeBadge decision={said} hollow={!moved} />}
      </p>
      <div className={styles.picture}>
        {explanation?.picture ? (
          <>
            <img src={pixelAddress(explanation.picture)} alt={`${name}, as the model saw it`} />
            {map ? <img src={pixelAddress(explanation.overlay)} alt="" style={{ opacity }} /> : null}
          </>
        ) : null}
      </div>
      {explanation ? <ProbabilityColumns probabilities={explanation.probabilities} /> : null}
    </li>
  )
}
