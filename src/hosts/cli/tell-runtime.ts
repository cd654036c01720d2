import type { RuntimeKind } from '#shared/recipe.ts'
import type { Workstation } from '#workstation/workstation.ts'
import type { Terminal } from './terminal.ts'

/** One line of why `auto` left the runtimes before the one it takes; none where there is nothing to say. */
export async function tellRuntime(
  client: Workstation['client'],
  asked: RuntimeKind,
  { err }: Pick<Terminal, 'err'>,
): Promise<void> {
  const { runtime, notes } = await client.system.chooseRuntime({ runtime: asked })
  if (notes.length > 0) err(`computing on ${runtime}. ${notes.join(' ')}\n`)
}
