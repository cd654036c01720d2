import { Button } from '@mantine/core'
import { IconFolders } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { failureSentence } from '../../data/failure-sentence.ts'
import { FailureMessage, LoadingMessage, StateMessage } from '../../ui/state-message.tsx'
import { goTo } from '../kit/route.ts'

/** In place of a screen that needs a project. */
export function NoProject({ query }: { readonly query: UseQueryResult<unknown> }) {
  if (query.isPending) return <LoadingMessage>Reaching the workstation…</LoadingMessage>
  if (query.isError) {
    return (
      <FailureMessage
        title="The project could not be read"
        sentence={failureSentence(query.error)}
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      />
    )
  }
  return (
    <StateMessage
      title="No project is open"
      icon={IconFolders}
      action={<Button onClick={() => goTo('projects')}>Open or create a project</Button>}
    >
      A project holds the photographs’ labels, every decision and every model in one folder.
    </StateMessage>
  )
}
