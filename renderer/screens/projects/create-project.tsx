import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Failed } from '../../app/kit/failed.tsx'
import { PathField } from '../../app/kit/places/path-field.tsx'
import { goTo } from '../../app/kit/route.ts'
import { failureCode } from '../../data/failure-sentence.ts'
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
    make(false)
  }
  const make = (createFolders: boolean) => {
    if (folder) create.mutate({ folder, name: name.trim(), createFolders }, { onSuccess: () => goTo('import') })
  }
  const isFolderMissing = failureCode(create.error) === 'folder_missing'
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
            onChange={(path) => {
              setParent(path)
              create.reset()
            }}
            testId="project-new-where"
            description="A folder on this machine’s own disk, not on a network"
          />
          {folder ? <p className={styles.fine}>Will be made as {folder}</p> : null}
          <Failed of={create} />
          <div className={styles.buttons}>
            <Button type="submit" disabled={!folder} loading={create.isPending} data-testid="project-create">
              Create the project
            </Button>
            {isFolderMissing ? (
              <Button variant="default" onClick={() => make(true)} data-testid="project-create-folders">
                Make the folder, too
              </Button>
            ) : null}
          </div>
        </Stack>
      </form>
    </Panel>
  )
}
