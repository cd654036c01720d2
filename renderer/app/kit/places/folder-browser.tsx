import { Button, Group, Modal, Text } from '@mantine/core'
import { IconChevronUp, IconDatabase, IconFile, IconFileSpreadsheet, IconFolder } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useFolder } from '../../../data/system.ts'
import { count, counted } from '../../../ui/count.ts'
import { FailureMessage, LoadingMessage } from '../../../ui/state-message.tsx'
import styles from './places.module.css'

/** What may be picked: a folder of photographs, a label file, a project, or a model's file. */
export type Picked = 'folder' | 'labels' | 'project' | 'model'

/** Those of them that are files, as one says it. */
const fileWords: Partial<Record<Picked, string>> = { labels: 'label files', model: 'model files' }

export const picksFile = (picks: Picked) => fileWords[picks] !== undefined

interface FolderBrowserProps {
  readonly opened: boolean
  readonly picks: Picked
  readonly title: string
  readonly start: string
  readonly onClose: () => void
  readonly onPick: (path: string) => void
}

/** Folders of the workstation's machine, for a page that has no file dialog of its own. */
export function FolderBrowser({ opened, picks, title, start, onClose, onPick }: FolderBrowserProps) {
  const [folder, setFolder] = useState<string | undefined>(undefined)
  useEffect(() => {
    if (opened) setFolder(startFolder(start, picks))
  }, [opened, start, picks])
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': 'Close' }}>
      {opened ? <Listing folder={folder} picks={picks} onFolder={setFolder} onPick={onPick} /> : null}
    </Modal>
  )
}

interface ListingProps {
  readonly folder: string | undefined
  readonly picks: Picked
  readonly onFolder: (folder: string | undefined) => void
  readonly onPick: (path: string) => void
}

function Listing({ folder, picks, onFolder, onPick }: ListingProps) {
  const listing = useFolder(folder)
  if (listing.isPending) return <LoadingMessage>Reading the folder…</LoadingMessage>
  if (listing.isError) {
    return (
      <FailureMessage
        title="This folder cannot be read"
        sentence={failureSentence(listing.error)}
        action={<Button onClick={() => onFolder(undefined)}>Start at home</Button>}
      />
    )
  }
  const { folder: here, parent, entries } = listing.data
  const shown = entries.filter(({ kind }) => kind === picks || kind === 'folder' || kind === 'project')
  const files = fileWords[picks]
  return (
    <>
      <Group gap="xs" wrap="nowrap" mb="xs">
        <Button
          variant="default"
          size="xs"
          disabled={parent === null}
          onClick={() => parent !== null && onFolder(parent)}
          leftSection={<IconChevronUp size={14} aria-hidden="true" />}
        >
          Up
        </Button>
        <Text size="sm" truncate="start" ff="monospace" title={here}>
          <bdi>{here}</bdi>
        </Text>
      </Group>
      <ul className={styles.entries}>
        {shown.length === 0 ? <li className={styles.empty}>No folders{files ? ` or ${files}` : ''} in here.</li> : null}
        {shown.map((entry) => (
          <li key={entry.path}>
            <button
              type="button"
              className={styles.entry}
              onClick={() =>
                entry.kind === 'folder' || (entry.kind === 'project' && picks !== 'project')
                  ? onFolder(entry.path)
                  : onPick(entry.path)
              }
            >
              {entry.kind === 'labels' ? (
                <IconFileSpreadsheet size={17} stroke={1.5} aria-hidden="true" />
              ) : entry.kind === 'model' ? (
                <IconFile size={17} stroke={1.5} aria-hidden="true" />
              ) : entry.kind === 'project' ? (
                <IconDatabase size={17} stroke={1.5} className={styles.project} aria-hidden="true" />
              ) : (
                <IconFolder size={17} stroke={1.5} aria-hidden="true" />
              )}
              <span>{entry.name}</span>
              <span className={styles.size}>
                {entry.kind === 'folder' && entry.size > 0 ? counted(entry.size, 'photograph') : null}
                {entry.kind === 'labels' ? `${count(Math.ceil(entry.size / 1024))} kB` : null}
                {entry.kind === 'project' ? 'project' : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {picksFile(picks) ? null : (
        <Group justify="flex-end" mt="md">
          <Button onClick={() => onPick(here)}>{picks === 'project' ? 'Open this folder' : 'Take this folder'}</Button>
        </Group>
      )}
    </>
  )
}

/** A file's own folder; the folder itself otherwise; home where nothing is typed yet. */
function startFolder(value: string, picks: Picked): string | undefined {
  const path = value.trim()
  if (!path) return undefined
  return picksFile(picks) ? path.replace(/[/\\][^/\\]*$/, '') || undefined : path
}
