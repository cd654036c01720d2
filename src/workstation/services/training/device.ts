import { cpus } from 'node:os'
import type { WorkstationContext } from '../../context.ts'

/** The device of the newest run that named one, else this machine's processor: what the bottom line shows. */
export function currentDevice(context: WorkstationContext): string {
  return context.session?.store.runs.lastDevice() ?? cpus()[0]?.model.trim() ?? 'CPU'
}
