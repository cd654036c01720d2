import { notifications } from '@mantine/notifications'
import type { RunKind } from '#shared/contract/common.ts'
import { failureOf } from '../data/run-rate.ts'
import { useRuns } from '../data/runs.ts'
import type { Route } from '../screens/screens.ts'
import { useRoute } from './kit/route.ts'

/** What a run is called, and the screen on which its end can be seen anyway, where there is one. */
const kinds: Readonly<Record<RunKind, { readonly name: string; readonly screen: Route | null }>> = {
  import: { name: 'import', screen: 'import' },
  screen: { name: 'screening', screen: 'quality' },
  train: { name: 'fine-tune', screen: 'training' },
  'noisy-student': { name: 'noisy-student training', screen: 'training' },
  score: { name: 'scoring', screen: 'training' },
  combine: { name: 'combination of models', screen: null },
}

/** Says so when a run ends while the reader is elsewhere. */
export function announceRuns(): void {
  useRuns.subscribe(({ byId }, { byId: before }) => {
    for (const [id, { run }] of byId) {
      const { name, screen } = kinds[run.kind]
      if (before.get(id)?.run.state === run.state || screen === useRoute.getState().route) continue
      if (run.state === 'done') notifications.show({ message: `The ${name} has ended.` })
      const failure = failureOf(run)
      if (failure !== null) {
        notifications.show({
          title: run.state === 'failed' ? `The ${name} has failed` : `The ${name} was interrupted`,
          message: failure,
          color: 'red',
          autoClose: 15_000,
        })
      }
    }
  })
}
