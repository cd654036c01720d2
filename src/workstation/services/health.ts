import { openSession, type WorkstationContext } from '../context.ts'
import { labelHealth } from '../health/labels.ts'
import { ledger } from '../health/ledger.ts'
import { procedures } from '../procedures.ts'

export function healthProcedures(context: WorkstationContext) {
  const { health } = procedures
  return {
    ledger: health.ledger.handler(({ input }) => ledger(openSession(context).store, input)),
    labels: health.labels.handler(() => labelHealth(openSession(context).store)),
  }
}
