import { Button, Input } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import { FolderBrowser, type Picked, picksFile } from './folder-browser.tsx'
import styles from './places.module.css'

interface PathFieldProps {
  readonly label: string
  readonly description?: ReactNode
  readonly value: string
  readonly onChange: (path: string) => void
  readonly picks: Picked
  readonly error?: string | null
  readonly testId?: string
}

/** A path: typed, or picked with the system's own dialog where the shell has one, else with the folder browser. */
export function PathField({ label, description, value, onChange, picks, error, testId }: PathFieldProps) {
  const id = useId()
  const [browsing, setBrowsing] = useState(false)
  const shellPicker = picksFile(picks) ? window.regrade?.pickFile : window.regrade?.pickFolder
  const pick = async () => {
    if (!shellPicker) {
      setBrowsing(true)
      return
    }
    const picked = await shellPicker()
    if (picked !== null) onChange(picked)
  }
  return (
    <>
      <Input.Wrapper id={id} label={label} description={description} error={error} labelProps={{ htmlFor: id }}>
        <div className={styles.field}>
          <Input
            id={id}
            className={styles.input}
            value={value}
            onChange={(event) => onChange(event.currentTarget.value)}
            error={Boolean(error)}
            spellCheck={false}
            autoComplete="off"
            data-testid={testId}
          />
          <Button
            variant="default"
            leftSection={<IconFolderOpen size={16} stroke={1.6} aria-hidden="true" />}
            onClick={() => void pick()}
            aria-label={`Choose: ${label}`}
          >
            Choose…
          </Button>
        </div>
      </Input.Wrapper>
      <FolderBrowser
        opened={browsing}
        picks={picks}
        title={label}
        start={value}
        onClose={() => setBrowsing(false)}
        onPick={(path) => {
          setBrowsing(false)
          onChange(path)
        }}
      />
    </>
  )
}
