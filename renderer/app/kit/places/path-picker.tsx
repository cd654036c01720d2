import { type ReactNode, useState } from 'react'
import { FolderBrowser, type Picked, picksFile } from './folder-browser.tsx'

interface PathPickerOptions {
  readonly picks: Picked
  readonly title: string
  /** Where the folder browser begins: the path that is there already; '' for none. */
  readonly start: string
  readonly onPick: (path: string) => void
}

interface PathPicker {
  readonly pick: () => void
  /** To be put on the page; shows nothing until it is needed. */
  readonly browser: ReactNode
}

/** Picks a path with the system's own dialog where the shell has one, else with the folder browser. */
export function usePathPicker({ picks, title, start, onPick }: PathPickerOptions): PathPicker {
  const [browsing, setBrowsing] = useState(false)
  const pick = async () => {
    const shellPicker = picksFile(picks) ? window.regrade?.pickFile : window.regrade?.pickFolder
    if (!shellPicker) {
      setBrowsing(true)
      return
    }
    const picked = await shellPicker()
    if (picked !== null) onPick(picked)
  }
  const browser = (
    <FolderBrowser
      opened={browsing}
      picks={picks}
      title={title}
      start={start}
      onClose={() => setBrowsing(false)}
      onPick={(path) => {
        setBrowsing(false)
        onPick(path)
      }}
    />
  )
  return { pick: () => void pick(), browser }
}
