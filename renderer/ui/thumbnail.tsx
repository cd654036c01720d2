import { useEffect, useState } from 'react'
import styles from './thumbnail.module.css'

/** Addresses whose picture has been had: they are shown at once when a row comes back. */
const had = new Set<string>()
/** Rows that a scroll only passes by do not ask for their picture. */
const patienceMs = 70

interface ThumbnailProps {
  readonly address: string
  readonly alt?: string
}

export function Thumbnail({ address, alt = '' }: ThumbnailProps) {
  const [wanted, setWanted] = useState(() => (had.has(address) ? address : null))
  const [failed, setFailed] = useState<string | null>(null)
  useEffect(() => {
    if (had.has(address)) {
      setWanted(address)
      return
    }
    const timer = setTimeout(() => setWanted(address), patienceMs)
    return () => clearTimeout(timer)
  }, [address])

  if (failed === address) return <span className={styles.missing} title="No thumbnail could be made" />
  if (wanted !== address) return <span className={styles.waiting} />
  return (
    <img
      className={styles.picture}
      src={address}
      alt={alt}
      decoding="async"
      draggable={false}
      onLoad={() => had.add(address)}
      onError={() => setFailed(address)}
    />
  )
}
