import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useMemo, useState } from 'react'
import { screens } from '../../screens/screens.ts'
import { actions as allActions } from '../actions/all-actions.ts'
import { ActionKey } from '../kit/action-key.tsx'
import { useBoundActions } from '../kit/bound-actions.ts'
import styles from './palette.module.css'

const finders = screens.flatMap(({ finder }) => finder ?? [])
/** Scopes of actions that are only a key away already. */
const modes = new Set(screens.flatMap(({ mode }) => mode?.scope ?? []))

/** Every command that can be run now, and whatever else the screens find by name. */
export function Palette() {
  const actions = useBoundActions(allActions)
  const [query, setQuery] = useState('')
  const [revision, setRevision] = useState(0)

  useEffect(() => {
    const ends = finders.map((finder) => finder.follow(() => setRevision((before) => before + 1)))
    return () => {
      for (const end of ends) end()
    }
  }, [])

  const groups = useMemo((): SpotlightActionGroupData[] => {
    // What can be run, and what can be found, depends on the moment.
    void revision
    const wanted = query.trim().toLowerCase()
    const commands = actions
      .filter((action) => !modes.has(action.scope) && action.enabled())
      .filter((action) => `${action.section} ${action.label}`.toLowerCase().includes(wanted))
      .map((action) => ({
        id: action.id,
        label: action.label,
        rightSection: action.keys.first ? <ActionKey of={action} /> : undefined,
        onClick: () => action.run(),
      }))
    const found = finders.map(({ group, find }) => ({
      group,
      actions: find(query).map(({ id, label, run }) => ({ id, label, onClick: run })),
    }))
    return [{ group: 'Commands', actions: commands }, ...found].filter((group) => group.actions.length > 0)
  }, [actions, query, revision])

  return (
    <Spotlight
      actions={groups}
      query={query}
      onQueryChange={setQuery}
      filter={(_, all) => all}
      shortcut={null}
      scrollable
      centered={false}
      yOffset="10vh"
      attributes={{ content: { 'aria-label': 'Find a command or a photograph' }, header: { role: 'none' } }}
      overlayProps={{ backgroundOpacity: 0.55, blur: 0 }}
      classNames={{ action: styles.action ?? '', actionLabel: styles.label ?? '' }}
      maxHeight={460}
      nothingFound="No command and no photograph of the queue by that name."
      onSpotlightOpen={() => setRevision((before) => before + 1)}
      // The list can be scrolled without a mouse.
      scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.5} />,
        placeholder: 'Find a command or a photograph',
        'aria-label': 'Find a command or a photograph',
      }}
    />
  )
}
