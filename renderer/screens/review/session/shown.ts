import type { MapMethod } from '#shared/contract/looking.ts'
import type { Photograph } from '../../../data/contract-types.ts'
import type { Look } from '../../../viewer/stage-store.ts'
import type { View } from '../../../viewer/view.ts'

/** What the reader had before his eyes when he decided; stored with the reading. */
export function shownWith(
  photograph: Photograph,
  { look, view }: { readonly look: Look; readonly view: View },
  mapMethod: MapMethod,
) {
  return {
    labels: photograph.labels.map(({ name, grade }) => ({ labelSet: name, grade })),
    model: photograph.prediction?.model ?? null,
    probabilities: photograph.prediction?.probabilities ?? null,
    mapMethod: look.heatMap && photograph.prediction ? mapMethod : null,
    view: {
      zoom: view.scale,
      brightness: look.brightness,
      contrast: look.contrast,
      heatMap: look.heatMap,
      heatMapOpacity: look.heatMapOpacity,
    },
  }
}
