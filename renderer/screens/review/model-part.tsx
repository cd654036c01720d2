import { isGrade } from '#shared/grades.ts'
import type { Photograph } from '../../data/contract-types.ts'
import { GradeBars } from '../../ui/grade-bars.tsx'
import { useStage } from '../../viewer/stage-store.ts'
import { oedemaWords } from './oedema-words.ts'
import styles from './photograph-panel.module.css'
import { useSession } from './session/session.ts'

/** What the model believes of this photograph; a bar chosen shows what spoke for its grade. */
export function ModelPart({ photograph }: { readonly photograph: Photograph }) {
  const heatMap = useStage((stage) => stage.look.heatMap)
  const explainedGrade = useSession((session) => session.explainedGrade)
  const inUse = useSession((session) => session.queue?.model ?? null)
  const { prediction } = photograph
  const counting = photograph.labels.find((one) => one.counts)
  const label = counting?.grade ?? null
  const oedema = oedemaWords(prediction?.oedema ?? null, counting?.oedema ?? null)
  return (
    <section className={styles.part} aria-label="Model">
      <h2 className={styles.title}>
        Model
        {prediction ? (
          <span className={styles.fine}>
            {prediction.model}
            {prediction.outOfFold ? '' : ' · has learnt from it, a copy or the other eye'}
          </span>
        ) : null}
      </h2>
      {prediction ? (
        <GradeBars
          probabilities={prediction.probabilities}
          label={isGrade(label) ? label : null}
          chosen={heatMap ? explainedGrade : null}
          onChoose={(grade) => {
            const stage = useStage.getState()
            const again = stage.look.heatMap && useSession.getState().explainedGrade === grade
            if (again || !stage.look.heatMap) stage.toggleHeatMap()
            useSession.setState({ explainedGrade: again ? null : grade })
          }}
        />
      ) : (
        <p className={styles.fine}>
          {inUse === null
            ? 'No model is in use. Fine-tune one, and the queue gets its order.'
            : `${inUse} has not looked at it yet. Score all photographs on the Training screen.`}
        </p>
      )}
      {oedema ? (
        <p className={styles.fine} data-testid="oedema-risk">
          {oedema}
        </p>
      ) : null}
    </section>
  )
}
