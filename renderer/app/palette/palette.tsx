import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useSession } from '../../screens/review/session.ts'
import { select } from '../../screens/review/session-moves.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { boundKeys, useActions } from '../actions/keyed-actions.ts'
import { goTo } from '../kit/route.ts'
import styles from './palette.module.css'

/** Ctrl/⌘ K: every command that can be run now, and every photograph of the queue by name. */
export function Palette() {
  const actions = useActions()
  const queue = useSession((session) => session.queue)
  const [query, setQuery] = useState('')
  const [openings, setOpenings] = useState(0)

  const groups = useMemo((): SpotlightActionGroupData[] => {
    // What can be run depends on the moment the palette was opened.
    void openings
    const wanted = query.trim().toLowerCase()
    const commands = actions
      .filter((action) => action.section !== 'Reason' && action.enabled())
      .filter((action) => `${action.section} ${action.label}`.toLowerCase().includes(wanted))
      .map((action) => {
        const { first } = boundKeys(action)
        return {
          id: action.id,
          label: action.label,
          rightSection: first ? <KeyHint keys={first} /> : undefined,
          onClick: () => action.run(),
        }
      })
    const photographs = (queue?.search(query, 20) ?? []).map(({ image, name }) => ({
      id: `photograph.${image}`,
      label: name,
      onClick: () => {
        goTo('review')
        void select(image)
      },
    }))
    return [
      { group: 'Commands', actions: commands },
      { group: 'Photographs', actions: photographs },
    ].filter((group) => group.actions.length > 0)
  }, [actions, queue, query, openings])

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
      onSpotlightOpen={() => setOpenings((before) => before + 1)}
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
