import type { Photograph } from '../../../data/contract-types.ts'

type Learning = NonNullable<NonNullable<Photograph['suspicion']>['learning']>

/** What was recorded of a label while it was learnt, as it is written: looks count from 1. */
export function learningRows({ usual, ...own }: Learning) {
  const row = (name: string, figure: (of: Omit<Learning, 'usual'>) => string) => {
    return { name, own: figure(own), median: figure(usual) }
  }
  return [
    row('Loss on average', ({ loss }) => loss.toFixed(2)),
    row('Loss at the end', ({ lastLoss }) => lastLoss.toFixed(2)),
    row('First right at look', ({ learntAt }) => (learntAt === null ? 'never' : written(learntAt + 1))),
    row('Forgotten, times', ({ forgotten }) => written(forgotten)),
  ]
}

/** The median of an even number may lie between two. */
function written(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}
