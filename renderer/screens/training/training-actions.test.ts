import { afterEach, expect, it } from 'vitest'
import { trainingActions } from './training-actions.ts'
import { offerCommands } from './training-commands.ts'

const withdrawn: (() => void)[] = []
afterEach(() => {
  for (const withdraw of withdrawn.splice(0)) withdraw()
})
const offer = (commands: Parameters<typeof offerCommands>[0]) => {
  const withdraw = offerCommands(commands)
  withdrawn.push(withdraw)
  return withdraw
}
const enabled = () => trainingActions.filter((action) => action.enabled()).map(({ id }) => id)

it('starts noisy-student rounds, once the screen offers that, and leaves a fine-tune alone', () => {
  expect(enabled()).toEqual([])
  const started: string[] = []
  offer({ start: () => started.push('fine-tune') })
  const withdraw = offer({ startRounds: () => started.push('rounds') })
  expect(enabled()).toEqual(['training.start', 'training.start-rounds'])
  trainingActions.find(({ id }) => id === 'training.start-rounds')?.run()
  expect(started).toEqual(['rounds'])
  withdraw()
  expect(enabled()).toEqual(['training.start'])
})
