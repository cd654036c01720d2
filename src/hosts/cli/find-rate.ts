import type { FoundRate, TrainRequest } from '#shared/contract/training.ts'
import { AppError } from '#shared/errors.ts'
import type { Workstation } from '#workstation/workstation.ts'
import { tellRuntime } from './tell-runtime.ts'
import type { Terminal } from './terminal.ts'
import { columns, figure } from './words.ts'

/** Tries learning rates for a recipe; its progress is told line by line. */
export async function findRate(
  client: Workstation['client'],
  request: TrainRequest,
  { err, signal }: Terminal,
): Promise<FoundRate> {
  await tellRuntime(client, request.runtime, { err })
  const events = await client.training.findRate(request, { signal })
  for await (const event of events) {
    if (event.kind === 'progress') err(`${event.stage} ${event.done}/${event.total}\n`)
    else {
      const { kind: _, ...found } = event
      return found
    }
  }
  throw new AppError('cancelled', 'The work was cancelled.')
}

export function describeFoundRate({ rates, losses, steepest, minimumTenth }: FoundRate): string {
  const rows = rates.map((rate, place) => [rate.toExponential(2), figure(losses[place] ?? null)])
  const fall =
    steepest === null
      ? 'The loss never falls'
      : `The loss falls fastest at a learning rate of ${steepest.toExponential(2)}`
  return `${columns([['rate', 'loss'], ...rows])}\n${fall}; a tenth of the rate at which it is least is ${minimumTenth.toExponential(2)}.`
}
