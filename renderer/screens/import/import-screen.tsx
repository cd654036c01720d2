import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconTablePlus } from '@tabler/icons-react'
import { Failed } from '../../app/kit/failed.tsx'
import type { ImportPreview } from '../../data/contract-types.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useImportPreview, useStartImport } from '../../data/imports.ts'
import { useRunList } from '../../data/jobs.ts'
import { useActiveRun } from '../../data/runs.ts'
import { counted } from '../../ui/count.ts'
import { FailureMessage, LoadingMessage, StateMessage } from '../../ui/state-message.tsx'
import { importRequest, noChoices } from './import-choices.ts'
import { ImportForm } from './import-form.tsx'
import { ImportRun } from './import-run.tsx'
import styles from './import-screen.module.css'
import { useImport } from './import-store.ts'
import { LabelFilesPanel } from './label-files/label-files-panel.tsx'
import { MovedFolder } from './moved-folder.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { unknownLayout } from './unknown-layout.ts'

/** Pick a folder, and a label file if there is one; see what they are, press one button. */
export function ImportScreen() {
  const { choices, run } = useImport()
  const [settled] = useDebouncedValue(choices, 250)
  const request = importRequest(settled)
  const preview = useImportPreview(run === null ? request : null)
  const start = useStartImport()
  const busy = useActiveRun(useRunList().data)

  if (run !== null) return <ImportRun run={run} />
  const found = request === null ? undefined : preview.data
  const unknown = preview.isError ? unknownLayout(preview.error) : null
  const ready =
    found &&
    !preview.isError &&
    !preview.isFetching &&
    found.problem === null &&
    found.images > 0 &&
    found.moved === null
  const begin = () => {
    if (request) start.mutate(request, { onSuccess: (started) => useImport.setState({ run: started.id }) })
  }
  return (
    <div className={styles.screen}>
      <div className={styles.side}>
        <ImportForm header={unknown?.columns ?? found?.header ?? []} detected={found?.layout ?? null} />
        <Button
          size="md"
          fullWidth
          disabled={!ready || busy !== null}
          loading={start.isPending}
          onClick={begin}
          data-testid="import-start"
        >
          {found && !preview.isError ? startLabel(found) : 'Import'}
        </Button>
        {busy ? <p className={styles.fine}>Something is running; the import can start when it has ended.</p> : null}
        <Failed of={start} />
      </div>
      <div className={styles.main} aria-busy={preview.isFetching}>
        {request === null ? (
          <StateMessage title="Nothing chosen yet" icon={IconTablePlus}>
            Choose the folder that holds the photographs, and the file that holds their labels if there is one. What was
            found in them is shown here before anything is stored.
          </StateMessage>
        ) : preview.isError ? (
          <FailureMessage
            title={unknown ? 'The columns are not known' : 'These cannot be read together'}
            sentence={failureSentence(preview.error)}
            action={
              <div className={styles.ways}>
                {unknown?.likely ? <ReadAsTable likely={unknown.likely} /> : null}
                <Button variant="default" onClick={() => void preview.refetch()}>
                  Look again
                </Button>
              </div>
            }
          />
        ) : found ? (
          <>
            {found.moved ? <MovedFolder moved={found.moved} to={settled.imagesFolder.trim()} /> : null}
            <PreviewPanel preview={found} refreshing={preview.isFetching} />
          </>
        ) : (
          <LoadingMessage>Looking at the folder and the file…</LoadingMessage>
        )}
        <LabelFilesPanel />
      </div>
    </div>
  )
}

function startLabel({ images, layout }: ImportPreview): string {
  return `Import ${counted(images, 'photograph')}${layout === null ? ' without labels' : ''}`
}

/** One press in place of naming the two columns. */
function ReadAsTable({
  likely: { image, grade },
}: {
  readonly likely: { readonly image: string; readonly grade: string }
}) {
  const choose = useImport((state) => state.choose)
  return (
    <Button
      onClick={() => choose({ layout: 'table', columns: { ...noChoices.columns, image, grade } })}
      data-testid="import-as-table"
    >
      Photograph is “{image}”, grade is “{grade}”
    </Button>
  )
}
