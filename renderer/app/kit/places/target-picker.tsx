import { Button, Group, Modal, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useChooseTarget } from '../../../data/targets.ts'
import { FolderBrowser } from './folder-browser.tsx'

interface TargetPickerOptions {
  /** Of the file; in the shell's dialog it can be changed. */
  readonly name: string
  readonly onPick: (target: string) => void
}

/** Picks where a file is written, with the system's own dialog where the shell has one, else in the folder browser. What it gives is a
 *  handle, good for one file: the page itself names none. */
export function useTargetPicker({ name, onPick }: TargetPickerOptions): {
  readonly pick: () => void
  /** To be put on the page; shows nothing until it is needed. */
  readonly dialogs: ReactNode
} {
  const [browsing, setBrowsing] = useState(false)
  const choose = useChooseTarget()
  const pick = async () => {
    const shellPicker = window.regrade?.pickTarget
    if (!shellPicker) {
      setBrowsing(true)
      return
    }
    const target = await shellPicker(name)
    if (target !== null) onPick(target)
  }
  const chooseIn = async (folder: string, replace: boolean) => {
    const { handle } = await choose.mutateAsync({ folder, name, replace })
    if (handle === null) return
    choose.reset()
    onPick(handle)
  }
  const found = choose.data && choose.data.handle === null ? choose.data : null
  const asked = choose.variables
  const dialogs = (
    <>
      <FolderBrowser
        opened={browsing}
        picks="folder"
        title={`Where to write ${name}`}
        start=""
        onClose={() => setBrowsing(false)}
        onPick={(folder) => {
          setBrowsing(false)
          void chooseIn(folder, false).catch(() => undefined)
        }}
      />
      <Modal
        opened={found !== null || choose.isError}
        onClose={() => choose.reset()}
        title={found ? `Replace ${name}?` : 'It cannot be written there'}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Text size="sm">
          {found ? `${found.path} is there already.` : choose.isError ? failureSentence(choose.error) : null}
        </Text>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => choose.reset()}>
            {found ? 'Keep it' : 'Close'}
          </Button>
          {found && asked ? (
            <Button onClick={() => void chooseIn(asked.folder, true).catch(() => undefined)}>Replace it</Button>
          ) : null}
        </Group>
      </Modal>
    </>
  )
  return { pick: () => void pick(), dialogs }
}
