import { Notifications } from '@mantine/notifications'
import styles from './toasts.module.css'

/** What the window says by itself. In the line at the bottom, where nothing can be pressed; the pointer opens a long one. */
export function Toasts() {
  return (
    <aside className={styles.place} aria-label="Messages">
      <Notifications
        withinPortal={false}
        position="bottom-right"
        autoClose={4000}
        limit={1}
        allowDragDismiss={false}
        classNames={{ root: styles.line ?? '', notification: styles.toast ?? '' }}
        renderNotification={({ title, message, color }) => (
          <p className={styles.text} data-tone={color === 'red' ? 'failure' : 'plain'}>
            {title ? <strong>{title}. </strong> : null}
            {message}
          </p>
        )}
      />
    </aside>
  )
}
