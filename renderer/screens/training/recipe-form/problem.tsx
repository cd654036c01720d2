import styles from './recipe-form.module.css'

/** What is wrong with a group of fields as a whole; nothing where all is well. */
export function Problem({ sentence }: { readonly sentence: string | undefined }) {
  if (!sentence) return null
  return (
    <p className={styles.problem} role="alert">
      {sentence}
    </p>
  )
}
