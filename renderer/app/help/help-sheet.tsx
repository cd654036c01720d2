import { Modal, Text } from '@mantine/core'
import { useEffect, useState } from 'react'
import { usePreferences } from '../../data/preferences.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { actions as allActions, sections } from '../actions/all-actions.ts'
import { changeKey } from '../keyboard/change-key.ts'
import { unusable } from '../keyboard/reserved-keys.ts'
import type { Action } from '../kit/action.ts'
import { useBound, useBoundActions } from '../kit/bound-actions.ts'
import { spellings } from '../kit/keys/keys.ts'
import { onMac } from '../kit/keys/on-mac.ts'
import { closeOverlay, useOverlay } from '../kit/overlays.ts'
import styles from './help-sheet.module.css'

/** Every key, from the same list that answers to them. A click on a key gives the action another one. */
export function HelpSheet() {
  const open = useOverlay((state) => state.open === 'help')
  const actions = useBoundActions(allActions)
  const bound = useBound(allActions)
  const { keys, setKeys } = usePreferences()
  const [changing, setChanging] = useState<Action | null>(null)
  const [said, setSaid] = useState<string | null>(null)

  useEffect(() => {
    if (!changing) return
    const listen = (event: KeyboardEvent) => {
      event.preventDefault()
      event.stopPropagation()
      const refused = unusable(event, onMac)
      const [spelling] = spellings(event)
      if (refused) setSaid(refused.sentence)
      else if (spelling !== undefined && spelling !== 'Esc') setSaid(changeKey(changing.id, spelling))
      if (!refused?.waiting) setChanging(null)
    }
    window.addEventListener('keydown', listen, { capture: true })
    return () => window.removeEventListener('keydown', listen, { capture: true })
  }, [changing])

  return (
    <Modal
      opened={open}
      onClose={closeOverlay}
      title="Keys"
      size="82rem"
      closeOnEscape={changing === null}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="help-sheet"
    >
      <Text size="sm" c="dark.1" mb="sm" aria-live="polite">
        {changing
          ? `Press the new key for “${changing.label}”. Esc leaves it as it is. ${said ?? ''}`
          : (said ?? 'Choose a key to change it. What can be done at the moment is in the palette too.')}
      </Text>
      <div className={styles.sections}>
        {sections.map(({ name: section, title }) => (
          <section key={section} className={styles.section}>
            <h3 className={styles.title}>{title ? title((id) => bound(id).keys) : section}</h3>
            {actions
              .filter((action) => action.section === section)
              .map((action) => (
                <div key={action.id} className={styles.row}>
                  <span>{action.label}</span>
                  <span className={styles.keys}>
                    {keys[action.id] ? (
                      <button type="button" className={styles.reset} onClick={() => setKeys(action.id, null)}>
                        as it came
                      </button>
                    ) : null}
                    <button
                      type="button"
                      className={styles.change}
                      aria-label={`${action.label}: ${action.keys.all ?? 'none'}. Change`}
                      onClick={() => {
                        setSaid(null)
                        setChanging(action)
                      }}
                    >
                      {changing?.id === action.id ? (
                        <KeyHint keys="…" />
                      ) : action.keys.each.length > 0 ? (
                        action.keys.each.map((key) => <KeyHint key={key} keys={key} />)
                      ) : (
                        <KeyHint keys="none" />
                      )}
                    </button>
                  </span>
                </div>
              ))}
          </section>
        ))}
      </div>
    </Modal>
  )
}
