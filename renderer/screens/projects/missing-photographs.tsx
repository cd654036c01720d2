import { Button, Stack } from '@mantine/core'
import { useState } from 'react'
import { Failed } from '../../app/kit/failed.tsx'
import { PathField } from '../../app/kit/places/path-field.tsx'
import type { SourceState } from '../../data/contract-types.ts'
import { useRelocate, useSources } from '../../data/sources.ts'
import { count } from '../../ui/count.ts'
import styles from './projects-screen.module.css'

/** Folders whose photographs are not where they were, or are others than they were, and what to do; nothing where all is well. */
export function MissingPhotographs() {
  const sources = useSources()
  const odd = (sources.data ?? []).filter(({ missing, changed }) => missing + changed > 0)
  return odd.map((source) => <OddFolder key={source.id} source={source} />)
}

function OddFolder({ source }: { readonly source: SourceState }) {
  const { folder, images, missing, changed, changedFiles } = source
  const [to, setTo] = useState('')
  const relocate = useRelocate()
  return (
    <Stack className={styles.choice} gap="sm" align="stretch" data-testid="missing-photographs">
      {changed > 0 ? (
        <p>
          {changed === 1 ? 'One photograph' : `${count(changed)} photographs`} of {folder}{' '}
          {changed === 1 ? 'has' : 'have'} other bytes than when imported: {changedFiles.slice(0, 5).join(', ')}
          {changed > 5 ? ` and ${count(changed - 5)} more` : ''}. Import the folder again to take{' '}
          {changed === 1 ? 'it as it is' : 'them as they are'}.
        </p>
      ) : null}
      {missing > 0 ? (
        <>
          <p>
            {missing === images ? 'None' : `${count(images - missing)}`} of the {count(images)} photographs of {folder}{' '}
            {images - missing === 1 ? 'is' : 'are'} there. If the folder was moved, say where it lies now.
          </p>
          <PathField label="Where it lies now" picks="folder" value={to} onChange={setTo} testId="relocate-to" />
          <Button
            variant="default"
            w="fit-content"
            disabled={to.trim() === ''}
            loading={relocate.isPending}
            onClick={() => relocate.mutate({ folder, to: to.trim() })}
            data-testid="relocate"
          >
            Look for them there
          </Button>
          <Failed of={relocate} />
        </>
      ) : null}
    </Stack>
  )
}
