import { columns } from '../../src/hosts/cli/words.ts'
import type { Measurement } from './benchmark.ts'
import type { thisMachine } from './machine.ts'

type Described = Measurement & { readonly name: string; readonly on: ReturnType<typeof thisMachine> }

/** The measurement in words. */
export function describeMeasurement({
  name,
  unit,
  value,
  what,
  target,
  peer,
  figures,
  results,
  notes,
  samples,
  on,
}: Described): string {
  const lines = [`${name}: ${number(value)} ${unit}${target ? judged(value, target) : ''}`, what, ...(notes ?? [])]
  for (const [figure, found] of Object.entries(figures ?? {})) {
    lines.push(`${figure}: ${typeof found === 'number' ? number(found) : (found ?? '-')}`)
  }
  if (results) lines.push(table(results))
  if (peer) {
    lines.push(
      'reason' in peer
        ? `${peer.name}: not measured, ${peer.reason}`
        : `${peer.name}: ${number(peer.value)} ${unit}, ratio ${peer.ratio.toFixed(2)}`,
    )
  }
  lines.push(`${samples.length} samples on ${on.processor}, ${on.cores} cores, Node ${on.node}, load ${on.loadAverage}`)
  return lines.join('\n')
}

function table(results: NonNullable<Measurement['results']>): string {
  const names = Object.keys(Object.values(results)[0] ?? {})
  const rows = Object.entries(results).map(([name, found]) => [
    name,
    ...names.map((one) => number(found[one] as number)),
  ])
  return columns([['', ...names], ...rows])
}

function judged(value: number, target: NonNullable<Measurement['target']>): string {
  const within = 'atMost' in target ? value <= target.atMost : value >= target.atLeast
  const limit = 'atMost' in target ? `at most ${number(target.atMost)}` : `at least ${number(target.atLeast)}`
  return ` (${within ? 'within' : 'misses'} the target of ${limit})`
}

function number(value: number): string {
  if (Number.isInteger(value)) return String(value)
  return Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(3)
}
