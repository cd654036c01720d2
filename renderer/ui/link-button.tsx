import type { ButtonHTMLAttributes } from 'react'
import styles from './link-button.module.css'

/** A button that stands in a table's cell like a link, flush with the text below it. */
export function LinkButton(button: Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type' | 'className'>) {
  return <button {...button} type="button" className={styles.link} />
}
