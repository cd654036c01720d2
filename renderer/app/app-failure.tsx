import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { failureSentence } from '../data/failure-sentence.ts'
import { FailureMessage } from '../ui/state-message.tsx'

/** Stands in where drawing itself failed. Decisions are on disk, so starting over costs nothing. */
export class AppFailure extends Component<{ readonly children: ReactNode }, { readonly error: unknown }> {
  override state: { readonly error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return (
      <FailureMessage
        title="The window could not be drawn"
        sentence={`${failureSentence(this.state.error)} Every decision made so far is saved.`}
        action={<Button onClick={() => window.location.reload()}>Start the window again</Button>}
      />
    )
  }
}
