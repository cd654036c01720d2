import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useConnection } from '../../data/connection.ts'
import styles from '../frame/frame.module.css'

const waiting =
  'The workstation does not answer; trying again. Once it does, also after it was started anew, this page goes on by itself, and a decision on its way is made once. Everything acknowledged is saved.'

const sentences = {
  connecting: waiting,
  reconnecting: waiting,
  refused:
    'The workstation gave out a new address and no longer lets this page in. Open the address it printed; every acknowledged decision is saved.',
  full: 'As many windows of the workstation are open as it lets in. Close one of them; this one then goes on by itself.',
} as const

/** Shown only when the line is away for longer than a blink. */
export function ConnectionBanner() {
  const { state, lostAtMs } = useConnection()
  const [late, setLate] = useState(false)
  useEffect(() => {
    setLate(false)
    if (lostAtMs === null) return
    const timer = setTimeout(() => setLate(true), 400)
    return () => clearTimeout(timer)
  }, [lostAtMs])

  if (state === 'open' || !late) return null
  return (
    <div
      className={`${styles.banner} ${state === 'refused' || state === 'full' ? styles.refused : ''}`}
      role="alert"
      data-testid="connection"
    >
      <IconPlugConnectedX size={18} stroke={1.6} aria-hidden="true" />
      {sentences[state]}
    </div>
  )
}
