import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useLog } from '../../data/system.ts'
import { Failed } from '../kit/failed.tsx'
import { closeOverlay, useOverlay } from '../kit/overlays.ts'
import styles from './log-sheet.module.css'

/** What failed in the background, to read or to send to somebody. */
export function LogSheet() {
  const open = useOverlay((state) => state.open === 'log')
  const log = useLog(open)
  const entries = log.data?.entries ?? []
  const text = entries.map(({ at, level, text }) => `${at} ${level.padEnd(5)} ${text}`).join('\n')
  return (
    <Modal opened={open} onClose={closeOverlay} title="Log" size="xl" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Text size="sm" c="dark.1">
          What failed in the background, the last at the end. Unless REGRADE_LOG=debug was set, it names no photograph,
          person or folder.
        </Text>
        <Failed of={log} />
        <Textarea
          label="Entries"
          value={log.data && entries.length === 0 ? 'Nothing has failed that was logged.' : text}
          readOnly
          autosize
          minRows={4}
          maxRows={24}
          classNames={{ input: styles.entries ?? '' }}
          data-testid="log-text"
        />
        <Group justify="flex-end">
          <Button variant="default" disabled={text === ''} onClick={() => void navigator.clipboard.writeText(text)}>
            Copy
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
