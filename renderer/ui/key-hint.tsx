import styles from './key-hint.module.css'

/** A key as it is written on its cap. Drawn for eyes only: the control it belongs to says it in `aria-keyshortcuts`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.key} aria-hidden="true">
      {keys}
    </span>
  )
}
