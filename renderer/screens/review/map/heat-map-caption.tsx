import type { ExplainRequest, Explanation } from '../../../data/contract-types.ts'
import { usePreferences } from '../../../data/preferences.ts'
import { decisionName } from '../../../ui/grade-look.ts'
import { LinkButton } from '../../../ui/link-button.tsx'
import { ComparedGrades } from './compared-grades.tsx'
import styles from './map.module.css'
import { MapScale, SidesSentence } from './map-legend.tsx'
import { methodName } from './map-methods.ts'

interface HeatMapCaptionProps {
  /** Null where no map may be asked for. */
  readonly wanted: ExplainRequest | null
  readonly explanation: Explanation | null
  readonly failure: string | null
  readonly blind: boolean
}

/** Names the method and the scale of the heat map that lies over the photograph. */
export function HeatMapCaption({ wanted, explanation, failure, blind }: HeatMapCaptionProps) {
  const { grade, against } = wanted ?? {}
  return (
    <div className={styles.caption} role="status" data-testid="heat-map-caption">
      {blind ? (
        <span>No heat map yet: this photograph is shown blind until you have graded it.</span>
      ) : !wanted ? (
        <span>No heat map: no model has looked at this photograph yet. Fine-tune first.</span>
      ) : (
        <>
          <span className={styles.line}>
            {grade !== undefined && against !== undefined ? (
              <ComparedGrades grade={grade} against={against} />
            ) : explanation ? (
              <span>
                {methodName(explanation.method)} for <strong>{decisionName(explanation.grade)}</strong>
              </span>
            ) : null}
            {explanation ? <MapScale map={explanation} /> : null}
          </span>
          {failure ? (
            <span className={styles.failure}>
              No heat map: {failure} <UsualLayer />
            </span>
          ) : explanation ? (
            <Drawn map={explanation} />
          ) : (
            <span>Computing the heat map…</span>
          )}
        </>
      )}
    </div>
  )
}

function Drawn({ map }: { readonly map: Explanation }) {
  const { method, against, layer, model } = map
  const layers = layer.split(',').length
  return (
    <>
      <SidesSentence map={map} />
      <span className={styles.fine}>
        {against === null ? '' : `${methodName(method)}, `}cells {map.map.width} × {map.map.height},{' '}
        {layers > 2 ? `${layers} layers` : `layer ${layer}`}, model {model}
      </span>
    </>
  )
}

/** The way back where what failed may be a layer that was remembered from another network. */
function UsualLayer() {
  const { mapLayers, setMap } = usePreferences()
  if (mapLayers.length === 0) return null
  return <LinkButton onClick={() => setMap({ mapLayers: [] })}>Take the usual layer</LinkButton>
}
