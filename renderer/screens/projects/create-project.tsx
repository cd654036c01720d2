import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Failed } from '../../app/failed.tsx'
import { PathField } from '../../app/places/path-field.tsx'
import { goTo } from '../../app/route.ts'
import { useCreateProject } from '../../data/projects.ts'
import { Panel } from '../../ui/panel.tsx'
import { projectFolder } from './project-folder.ts'
import styles from './projects-screen.module.css'

export function CreateProject() {
  const [name, setName] = useState('')
  const [parent, setParent] = useState('')
  const create = useCreateProject()
  const folder = projectFolder(parent, name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (folder) create.mutate({ folder, name: name.trim() }, { onSuccess: () => goTo('import') })
  }
  return (
    <Panel title="New project">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={200}
            data-testid="project-new-name"
          />
          <PathField
            label="Where"
            picks="folder"
            value={parent}
            onChange={setParent}
            testId="project-new-where"
            description="A folder on this machine’s own disk, not on a network"
          />
          {folder ? <p className={styles.fine}>Will be made as {folder}</p> : null}
          <Failed of={create} />
          <div>
            <Button type="submit" disabled={!folder} loading={create.isPending} data-testid="project-create">
              Create the project
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  )
}
