import { IconAlertTriangle, type IconProps } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import styles from './state-message.module.css'

interface StateMessageProps {
  readonly title: string
  readonly children?: ReactNode
  /** The next step. */
  readonly action?: ReactNode
  readonly icon?: ComponentType<IconProps>
}

/** What stands where there is nothing to show yet: a sentence and the next step. */
export function StateMessage({ title, children, action, icon: Icon }: StateMessageProps) {
  return (
    <div className={styles.message}>
      {Icon ? <Icon size={36} stroke={1.25} className={styles.icon} aria-hidden="true" /> : null}
      <h2 className={styles.title}>{title}</h2>
      {children ? <div className={styles.text}>{children}</div> : null}
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  )
}

/** A failure, with its sentence and a way on. */
export function FailureMessage({ title, sentence, action }: { title: string; sentence: string; action?: ReactNode }) {
  return (
    <div className={styles.message} role="alert">
      <IconAlertTriangle size={36} stroke={1.25} className={styles.danger} aria-hidden="true" />
      <h2 className={styles.title}>{title}</h2>
      <div className={styles.text}>{sentence}</div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  )
}

/** Alive, from 150 ms on: shorter waits show nothing at all. */
export function LoadingMessage({ children }: { readonly children: ReactNode }) {
  return (
    <div className={`${styles.message} ${styles.loading}`} role="status">
      <span className={styles.pulse} aria-hidden="true" />
      <div className={styles.text}>{children}</div>
    </div>
  )
}
