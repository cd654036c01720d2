import { openAddress } from '../open-address.ts'
import { startPlainHost, usualPort } from '../plain-host.ts'
import { buildWindow } from './build-window.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'
import { untilRaised } from './until-raised.ts'

interface ServeOptions {
  readonly port?: number
  readonly open?: boolean
  readonly newToken?: boolean
}

export const serveCommand: CommandDefinition = (answering) =>
  newCommand('serve', 'serve a project to a browser on this machine, until Ctrl-C')
    .argument('<project>', 'folder of the project')
    .option(
      '--port <n>',
      `port on 127.0.0.1; 0 takes a free one; where left out, the one it was served at last, ${usualPort} or a free one`,
      wholeNumber(0, 65_535),
    )
    .option('--open', 'open the browser too')
    .option('--new-token', 'let in no longer any page that came with an earlier address')
    .action(
      answering(async (terminal, project: string, { port, open, newToken }: ServeOptions) => {
        await buildWindow(terminal)
        const { newUrl, close } = await startPlainHost({ project, port, newToken })
        try {
          const url = newUrl()
          terminal.out(`${terminal.json ? JSON.stringify({ address: url }) : url}\n`)
          // Each lets one browser in: the printed one stays good.
          if (open) await openAddress(newUrl())
          await untilRaised(terminal.signal)
        } finally {
          await close()
        }
        return undefined
      }),
    )
