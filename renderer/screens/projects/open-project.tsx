import { Button, Stack } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { PathField } from '../../app/kit/places/path-field.tsx'
import { goTo } from '../../app/kit/route.ts'
import { failureSentence } from '../../data/failure-sentence.ts'
import { useOpenProject } from '../../data/projects.ts'
import { Panel } from '../../ui/panel.tsx'

export function OpenProject() {
  const [folder, setFolder] = useState('')
  const open = useOpenProject()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    open.mutate({ folder: folder.trim() }, { onSuccess: () => goTo('review') })
  }
  return (
    <Panel title="Open a project">
      <form onSubmit={submit}>
        <Stack gap="sm">
          <PathField
            label="Project folder"
            picks="project"
            value={folder}
            onChange={setFolder}
            error={open.isError ? failureSentence(open.error) : null}
            testId="project-open-folder"
          />
          <div>
            <Button
              type="submit"
              variant="default"
              disabled={!folder.trim()}
              loading={open.isPending}
              data-testid="project-open"
            >
              Open the project
            </Button>
          </div>
        </Stack>
      </form>
    </Panel>
  )
}
