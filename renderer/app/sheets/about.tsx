import { Modal, Stack, Text } from '@mantine/core'
import { useSystemStatus } from '../../data/system.ts'
import { closeOverlay, useOverlay } from '../kit/overlays.ts'

export function About() {
  const open = useOverlay((state) => state.open === 'about')
  const status = useSystemStatus()
  return (
    <Modal opened={open} onClose={closeOverlay} title="About Regrade" closeButtonProps={{ 'aria-label': 'Close' }}>
      <Stack gap="sm">
        <Text size="sm">
          Regrade {status.data?.version ?? ''}, a workstation for relabelling photographs of diabetic retinopathy.
        </Text>
        <Text size="sm" fw={600}>
          Research and annotation use. Not a medical device; its output is no diagnosis.
        </Text>
        <Text size="sm" c="dark.1">
          Grades follow the International Clinical Diabetic Retinopathy severity scale (Wilkinson and others, 2003).
          Photographs stay where they are and are never changed. The application makes no connection outside this
          machine.
        </Text>
        <Text size="sm" c="dark.1">
          Computing on: {status.data?.device ?? 'not yet known'}.
        </Text>
      </Stack>
    </Modal>
  )
}
