import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { Explanation, Photograph } from '../../../data/contract-types.ts'
import { usePreferences } from '../../../data/preferences.ts'
import { useProject } from '../../../data/projects.ts'
import { SaveButton } from '../../../ui/save-button.tsx'
import { fileName, saveFile } from '../../../ui/save-file.ts'
import { useStage } from '../../../viewer/stage-store.ts'
import { heatMapPicture, mapName } from './heat-map-picture.ts'
import { LayerList } from './layer-list.tsx'
import styles from './map.module.css'
import { looksAtLayers, mapMethods, methodName } from './map-methods.ts'

interface MapPickerProps {
  readonly photograph: Photograph
  /** Null until it is there. */
  readonly explanation: Explanation | null
}

/** How the map is made and what from, in a corner of the viewer; and the map as a file. */
export function MapPicker({ photograph, explanation }: MapPickerProps) {
  const [open, setOpen] = useState(false)
  const { mapMethod, mapLayers, setMap } = usePreferences()
  const project = useProject().data?.name ?? ''
  const layers = mapLayers.length === 0 ? '' : mapLayers.length === 1 ? ' · 1 layer' : ` · ${mapLayers.length} layers`
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-end"
      offset={4}
      trapFocus
      returnFocus
      shadow="md"
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button
          type="button"
          className={styles.corner}
          aria-label={`Method and layers of the heat map: ${methodName(mapMethod)}`}
          data-testid="map-picker"
          onClick={() => setOpen(!open)}
        >
          {methodName(mapMethod)}
          {looksAtLayers(mapMethod) ? layers : ''}
          <IconChevronDown size={13} stroke={1.6} aria-hidden="true" />
        </button>
      </Popover.Target>
      <Popover.Dropdown className={styles.picker} aria-label="Method and layers of the heat map">
        <fieldset className={styles.choices}>
          <legend>Method</legend>
          {mapMethods.map(({ method, name }) => (
            <label key={method}>
              <input
                type="radio"
                name="map-method"
                checked={method === mapMethod}
                onChange={() => setMap({ mapMethod: method })}
              />
              {name}
            </label>
          ))}
        </fieldset>
        {looksAtLayers(mapMethod) ? (
          <LayerList method={mapMethod} chosen={mapLayers} onChoose={(chosen) => setMap({ mapLayers: chosen })} />
        ) : (
          <p className={styles.fine}>{methodName(mapMethod)} looks at the photograph's own pixels, at no layer.</p>
        )}
        {explanation ? (
          <p className={styles.saving}>
            Photograph and map as they are shown
            <SaveButton
              kind="PNG"
              of="the heat map"
              title="At the photograph's own resolution, as a picture"
              save={async () =>
                saveFile(
                  fileName([project, photograph.name, mapName(explanation)], 'png'),
                  await heatMapPicture(photograph, explanation, useStage.getState().look),
                )
              }
            />
          </p>
        ) : null}
      </Popover.Dropdown>
    </Popover>
  )
}
