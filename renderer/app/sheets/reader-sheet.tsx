import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { usePreferences } from '../../data/preferences.ts'
import { useGraders } from '../../data/review.ts'
import { counted } from '../../ui/count.ts'
import { closeOverlay, useOverlay } from '../kit/overlays.ts'

/** Asks once who is reading; every decision is stored under this name. */
export function ReaderSheet() {
  const open = useOverlay((state) => state.open === 'reader')
  const { reader, setReader } = usePreferences()
  const [name, setName] = useState(reader ?? '')
  const graders = useGraders(open)
  useEffect(() => {
    if (open) setName(reader ?? '')
  }, [open, reader])

  const accept = (chosen: string) => {
    if (!chosen.trim()) return
    setReader(chosen)
    closeOverlay()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    accept(name)
  }

  return (
    <Modal opened={open} onClose={closeOverlay} title="Who is reading?" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dark.1">
            Every decision in this tab is stored under this name, also after it was loaded again. Another tab may have
            another reader.
          </Text>
          <TextInput
            label="Reader"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            data-autofocus
            data-testid="reader-name"
          />
          {graders.data && graders.data.length > 0 ? (
            <Group gap="xs">
              {graders.data.slice(0, 8).map((grader) => (
                <Button key={grader.name} variant="default" size="xs" onClick={() => accept(grader.name)}>
                  {grader.name} · {counted(grader.readings, 'reading')}
                </Button>
              ))}
            </Group>
          ) : null}
          <Group justify="flex-end">
            <Button type="submit" disabled={!name.trim()} data-testid="reader-accept">
              Read as this reader
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
