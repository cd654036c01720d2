import { Popover } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { usePreferences } from '../../../data/preferences.ts'
import { LayerList } from './layer-list.tsx'
import styles from './map.module.css'
import { looksAtLayers, mapMethods, methodName } from './map-methods.ts'

/** How the map is made and what from, in a corner of the viewer. */
export function MapPicker() {
  const [open, setOpen] = useState(false)
  const { mapMethod, mapLayers, setMap } = usePreferences()
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
      </Popover.Dropdown>
    </Popover>
  )
}
