import { Button, Input } from '@mantine/core'
import { IconFolderOpen } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import type { Picked } from './folder-browser.tsx'
import { usePathPicker } from './path-picker.tsx'
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

/** A path: typed, or picked. */
export function PathField({ label, description, value, onChange, picks, error, testId }: PathFieldProps) {
  const id = useId()
  const { pick, browser } = usePathPicker({ picks, title: label, start: value, onPick: onChange })
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
            onClick={pick}
            aria-label={`Choose… ${label}`}
          >
            Choose…
          </Button>
        </div>
      </Input.Wrapper>
      {browser}
    </>
  )
}
