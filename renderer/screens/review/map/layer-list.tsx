import type { MapMethod } from '#shared/contract/looking.ts'
import { useMapLayers } from '../../../data/explanations.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import styles from './map.module.css'

interface LayerListProps {
  readonly method: MapMethod
  /** Names; none for the usual layer. */
  readonly chosen: readonly string[]
  readonly onChoose: (chosen: readonly string[]) => void
}

/** The layers that the network offers, the last (and coarsest) on top; the maps of several are averaged. */
export function LayerList({ method, chosen, onChoose }: LayerListProps) {
  const offered = useMapLayers(true)
  const usual = offered.data?.usual[method]?.join(', ')
  const layers = offered.data?.layers.toReversed() ?? []
  const strange = offered.data ? chosen.filter((name) => !layers.some((layer) => layer.name === name)) : []
  const row = (name: string, note: string) => (
    <label key={name}>
      <input
        type="checkbox"
        checked={chosen.includes(name)}
        onChange={({ currentTarget }) =>
          onChoose(currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))
        }
      />
      <span className={styles.layer} title={name}>
        {name}
      </span>
      <span className={styles.fine}>{note}</span>
    </label>
  )
  return (
    <fieldset className={styles.choices}>
      <legend>Layers, their maps averaged</legend>
      <label>
        <input type="checkbox" checked={chosen.length === 0} onChange={() => onChoose([])} />
        <span className={styles.layer} title={usual}>
          The usual one
        </span>
        <span className={styles.fine}>{usual}</span>
      </label>
      {offered.isError ? <p className={styles.failure}>{failureSentence(offered.error)}</p> : null}
      <div className={styles.layers} data-testid="map-layers">
        {strange.map((name) => row(name, 'not in this model'))}
        {layers.map(({ name, width, height }) => row(name, `${width} × ${height}`))}
      </div>
    </fieldset>
  )
}
