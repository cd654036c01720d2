import { Button } from '@mantine/core'
import { Failed } from '../../app/kit/failed.tsx'
import type { ImportPreview } from '../../data/contract-types.ts'
import { useRelocate } from '../../data/sources.ts'
import { count } from '../../ui/count.ts'
import { Panel } from '../../ui/panel.tsx'
import styles from './import-screen.module.css'
import { useImport } from './import-store.ts'

/** A folder of the project that was moved: nothing is imported until a person says whether it is the same one. */
export function MovedFolder({
  moved,
  to,
}: {
  readonly moved: NonNullable<ImportPreview['moved']>
  readonly to: string
}) {
  const choose = useImport((state) => state.choose)
  const relocate = useRelocate()
  return (
    <Panel title="These photographs are in the project already">
      <p className={styles.sentence} role="alert" data-testid="import-moved">
        {count(moved.here)} of the {count(moved.images)} photographs of {moved.folder} lie here now, with the same
        bytes, and are no longer where they were. If the folder was moved, they keep their labels and readings.
      </p>
      <div className={styles.ways}>
        <Button
          onClick={() => relocate.mutate({ folder: moved.folder, to })}
          loading={relocate.isPending}
          data-testid="import-relocate"
        >
          It was moved here
        </Button>
        <Button variant="default" onClick={() => choose({ asNew: true })}>
          Import them a second time
        </Button>
      </div>
      <Failed of={relocate} />
    </Panel>
  )
}
