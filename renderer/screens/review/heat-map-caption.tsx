import type { Explanation } from '../../data/contract-types.ts'
import { decisionName } from '../../ui/grade-look.ts'
import styles from './stage-panel.module.css'

const methodNames: Readonly<Record<Explanation['method'], string>> = {
  'grad-cam': 'Grad-CAM',
  'grad-cam++': 'Grad-CAM++',
  'hires-cam': 'HiRes-CAM',
  'layer-cam': 'Layer-CAM',
  'guided-backpropagation': 'Guided backpropagation',
  'integrated-gradients': 'Integrated gradients',
  occlusion: 'Occlusion',
}

interface HeatMapCaptionProps {
  readonly explanation: Explanation | null
  readonly failure: string | null
  readonly scored: boolean
  readonly blind: boolean
}

/** Names the method and the scale of the heat map that lies over the photograph. */
export function HeatMapCaption({ explanation, failure, scored, blind }: HeatMapCaptionProps) {
  return (
    <div className={styles.caption} role="status" data-testid="heat-map-caption">
      {failure ? (
        <span className={styles.failure}>No heat map: {failure}</span>
      ) : blind ? (
        <span>No heat map yet: this photograph is shown blind until you have graded it.</span>
      ) : !scored ? (
        <span>No heat map: no model has looked at this photograph yet. Fine-tune first.</span>
      ) : explanation ? (
        <>
          <span>
            {methodNames[explanation.method]} for <strong>{decisionName(explanation.grade)}</strong>
          </span>
          <span className={styles.scale}>
            low <i className={styles.ramp} /> high
          </span>
          <span className={styles.fine}>
            cells {explanation.map.width} × {explanation.map.height}, layer {explanation.layer}, model{' '}
            {explanation.model}
          </span>
        </>
      ) : (
        <span>Computing the heat map…</span>
      )}
    </div>
  )
}
