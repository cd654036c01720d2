import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { failureSentence } from '../data/failure-sentence.ts'
import styles from './save-button.module.css'

interface SaveButtonProps {
  readonly kind: 'CSV' | 'PNG'
  /** What is saved, for who does not see the button. */
  readonly of: string
  /** What the file holds. */
  readonly title: string
  readonly save: (button: HTMLElement) => void | Promise<void>
}

/** A quiet button in a corner that hands out a file; no part of a picture that is taken of its surroundings. */
export function SaveButton({ kind, of, title, save }: SaveButtonProps) {
  const [saving, setSaving] = useState(false)
  const press = async (button: HTMLElement) => {
    if (saving) return
    setSaving(true)
    try {
      await save(button)
    } catch (error) {
      notifications.show({ color: 'red', message: failureSentence(error) })
    } finally {
      setSaving(false)
    }
  }
  return (
    <button
      type="button"
      className={styles.save}
      aria-label={`Save ${of} as ${kind}`}
      title={title}
      aria-busy={saving}
      data-unpictured
      onClick={(event) => void press(event.currentTarget)}
    >
      {kind}
    </button>
  )
}
