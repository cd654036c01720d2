import styles from './key-hint.module.css'

/** A key as it is written on its cap. Drawn for eyes only, and no part of the name of its control, which whoever speaks to the
 *  machine says as it is read: the control says its keys in `aria-keyshortcuts`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return <span className={styles.key} data-keys={keys} aria-hidden="true" />
}
