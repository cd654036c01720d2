import { Button } from '@mantine/core'
import { goTo } from '../../app/kit/route.ts'
import { StateMessage } from '../../ui/state-message.tsx'

/** In place of what cannot be told without predictions of labels that the model has not learnt. */
export function NoModel() {
  return (
    <StateMessage
      title="No predictions yet"
      action={
        <Button variant="default" onClick={() => goTo('training')}>
          Train a model
        </Button>
      }
    >
      It takes a model’s predictions of photographs that it has not learnt from. A fine-tune with folds makes them.
    </StateMessage>
  )
}
