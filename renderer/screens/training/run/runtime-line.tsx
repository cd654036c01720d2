import { useRuntimeChoice } from '../../../data/system.ts'

/** What this machine computes on, and why the runtimes before that were left. */
export function RuntimeLine({ className }: { readonly className: string | undefined }) {
  const { data } = useRuntimeChoice()
  if (!data) return null
  return (
    <p className={className} data-testid="runtime-line">
      {[`Computing on ${data.runtime}.`, ...data.notes].join(' ')}
    </p>
  )
}
