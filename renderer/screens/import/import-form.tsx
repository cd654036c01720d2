import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { PathField } from '../../app/kit/places/path-field.tsx'
import type { ImportPreview } from '../../data/contract-types.ts'
import { Panel } from '../../ui/panel.tsx'
import { columnRoles, layoutChoices, layoutLabel } from './import-choices.ts'
import styles from './import-screen.module.css'
import { useImport } from './import-store.ts'

interface ImportFormProps {
  /** Column names of the label file, once it has been read. */
  readonly header: readonly string[]
  readonly detected: ImportPreview['layout'] | null
}

export function ImportForm({ header, detected }: ImportFormProps) {
  const { choices, choose } = useImport()
  const layouts = layoutChoices(choices)
  const detectedName = detected === null ? undefined : layoutLabel(detected)
  return (
    <Panel title="Import">
      <Stack gap="sm">
        <PathField
          label="Folder of photographs"
          picks="folder"
          value={choices.imagesFolder}
          onChange={(imagesFolder) => choose({ imagesFolder })}
          description="Read where they are; never written, moved or renamed"
          testId="import-images"
        />
        <PathField
          label="Label file"
          picks="labels"
          value={choices.labelsFile}
          onChange={(labelsFile) => choose({ labelsFile })}
          description="Text, CSV or .xlsx. Left empty: folders named for grades are the labels, or there are none yet"
          testId="import-labels"
        />
        <NativeSelect
          label={choices.labelsFile.trim() === '' ? 'Labels' : 'Layout'}
          value={choices.layout}
          onChange={(event) => {
            const chosen = layouts.find((layout) => layout.value === event.currentTarget.value)
            if (chosen) choose({ layout: chosen.value })
          }}
          description={choices.layout === 'auto' && detectedName ? `Detected: ${detectedName}` : undefined}
          data={layouts.map(({ value, label }) => ({ value, label }))}
          data-testid="import-layout"
        />
        {choices.layout === 'table' ? (
          <fieldset className={styles.columns}>
            <legend>Which column holds what</legend>
            {columnRoles.map(({ role, name }, index) => (
              <NativeSelect
                key={role}
                label={index < 2 ? `${name} (needed)` : name}
                size="xs"
                value={choices.columns[role]}
                onChange={(event) => choose({ columns: { ...choices.columns, [role]: event.currentTarget.value } })}
                data={[{ value: '', label: '—' }, ...[...new Set(header)].filter(Boolean)]}
              />
            ))}
          </fieldset>
        ) : null}
        <TextInput
          label="Name of the label set"
          description="The file’s or the folder’s name where left empty"
          value={choices.labelSet}
          onChange={(event) => choose({ labelSet: event.currentTarget.value })}
          maxLength={200}
        />
        <PathField
          label="Patients are numbered as in"
          picks="folder"
          value={choices.patientsAs}
          onChange={(patientsAs) => choose({ patientsAs })}
          description="A folder imported before whose patients these are, too; left empty, the numbers are this folder’s own"
          testId="import-patients-as"
        />
      </Stack>
    </Panel>
  )
}
