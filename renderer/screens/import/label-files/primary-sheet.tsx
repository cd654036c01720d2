import { Button, Group, Modal, Stack } from '@mantine/core'
import { Failed } from '../../../app/kit/failed.tsx'
import type { PrimaryChange } from '../../../data/contract-types.ts'
import { failureSentence } from '../../../data/failure-sentence.ts'
import { useMakePrimary, usePrimaryPreview } from '../../../data/labels.ts'
import { usePreferences } from '../../../data/preferences.ts'
import { GradeMatrix } from '../../../ui/grade-matrix.tsx'
import { FailureMessage, LoadingMessage } from '../../../ui/state-message.tsx'
import styles from './label-files.module.css'
import { previewWords } from './primary-words.ts'

interface PrimarySheetProps {
  /** The set to make primary; null while nothing is asked. */
  readonly labelSet: string | null
  readonly onClose: () => void
  readonly onDone: (change: PrimaryChange) => void
}

/** Shows what another primary label set does to the grades, before it does. */
export function PrimarySheet({ labelSet, onClose, onDone }: PrimarySheetProps) {
  return (
    <Modal
      opened={labelSet !== null}
      onClose={onClose}
      title={`Make “${labelSet ?? ''}” primary?`}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {labelSet === null ? null : <Preview labelSet={labelSet} onClose={onClose} onDone={onDone} />}
    </Modal>
  )
}

function Preview({ labelSet, onClose, onDone }: PrimarySheetProps & { readonly labelSet: string }) {
  const preview = usePrimaryPreview(labelSet)
  const make = useMakePrimary()
  const reader = usePreferences((preferences) => preferences.reader)
  if (preview.isError) {
    return (
      <FailureMessage
        title="What it would do could not be worked out"
        sentence={failureSentence(preview.error)}
        action={<Button onClick={() => void preview.refetch()}>Look again</Button>}
      />
    )
  }
  if (!preview.data) return <LoadingMessage>Comparing the label files…</LoadingMessage>
  const change = preview.data
  const confirm = () => make.mutate({ labelSet, ...(reader === null ? {} : { grader: reader }) }, { onSuccess: onDone })
  return (
    <Stack gap="md" data-testid="primary-preview">
      <ul className={styles.words}>
        {previewWords(change).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {change.changed === 0 ? null : <ChangeMatrix change={change} />}
      <Failed of={make} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave it as it is
        </Button>
        <Button onClick={confirm} loading={make.isPending} data-testid="primary-confirm">
          Make primary
        </Button>
      </Group>
    </Stack>
  )
}

/** Labels down as they are, across as they would be; only what changes is shaded. */
function ChangeMatrix({ change: { matrix, labelSet } }: { readonly change: PrimaryChange }) {
  const most = Math.max(1, ...matrix.flatMap((row, from) => row.filter((_, to) => to !== from)))
  return (
    <div className={styles.matrix}>
      <GradeMatrix
        label={`Photographs by their label now and with “${labelSet}” primary`}
        corner="now ↓ then →"
        matrix={matrix}
        text={(value) => (value === 0 ? '·' : String(value))}
        shade={(value, row, column) => (row === column ? 0 : value / most)}
      />
    </div>
  )
}
