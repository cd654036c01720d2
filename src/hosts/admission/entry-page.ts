import { enteringPath, ownNamePath } from './admission.ts'

/** The page of the first visit. `own`: where the browser should rather go, if it knows the way; cookies of 127.0.0.1 go to
 *  whatever listens at another port of it. */
export function entryPage(own: string | null): string {
  const data = own === null ? '' : ` data-own="${own}"`
  return `<!doctype html><html lang="en"${data}><meta charset="utf-8"><title>Regrade</title>
<body><p role="status">Opening Regrade …</p><noscript>Regrade needs scripts. Allow them for this page.</noscript>
<script src="/enter.js"></script></body></html>
`
}

/** Goes to the host's own name where the browser knows it, and swaps the ticket for a session there; else here. Neither is kept in
 *  the history. */
export const entryScript = `const { own } = document.documentElement.dataset
const ticket = new URLSearchParams(location.search).get('ticket') ?? ''
const knowsOwn = async () => {
  if (own === undefined) return false
  const options = { credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(3000) }
  return await fetch(own + '${ownNamePath}', options).then(({ ok }) => ok, () => false)
}
const enter = async () => {
  if (await knowsOwn()) return location.replace(own + '/?ticket=' + encodeURIComponent(ticket))
  const answer = await fetch('${enteringPath}', { method: 'POST', body: ticket, cache: 'no-store' })
  if (answer.ok) return location.replace('/')
  document.querySelector('[role=status]').textContent = await answer.text()
}
enter().catch(() => {
  document.querySelector('[role=status]').textContent = 'Regrade does not answer. Start it again.'
})
`
