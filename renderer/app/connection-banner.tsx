import { IconPlugConnectedX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useConnection } from '../data/connection.ts'
import styles from './frame.module.css'

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
      className={`${styles.banner} ${state === 'refused' ? styles.refused : ''}`}
      role="alert"
      data-testid="connection"
    >
      <IconPlugConnectedX size={18} stroke={1.6} aria-hidden="true" />
      {state === 'refused'
        ? 'The workstation gave out a new address and no longer lets this page in. Open the address it printed; every acknowledged decision is saved.'
        : 'The workstation does not answer; trying again. Once it does, also after it was started anew, this page goes on by itself, and a decision on its way is made once. Everything acknowledged is saved.'}
    </div>
  )
}
