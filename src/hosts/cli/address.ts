import { homedir } from 'node:os'
import { resolve } from 'node:path'
import { AppError } from '#shared/errors.ts'
import { HostMemory } from '../admission/host-memory.ts'
import { makeTicket, ticketUrl } from '../admission/tickets.ts'
import { settingsFolder } from '../settings-folder.ts'
import { type CommandDefinition, newCommand } from './command.ts'

export const addressCommand: CommandDefinition = (answering) =>
  newCommand('address', 'a new address of a project that is being served: each lets one browser in, once')
    .argument('[project]', 'folder of the project; where left out, of the window that was started without one')
    .action(
      answering(async ({ environment, now }, project: string | undefined) => {
        const home = environment.HOME || homedir()
        const memory = new HostMemory(settingsFolder(process.platform, environment, home))
        const port = memory.port(project === undefined ? '' : resolve(project))
        const key = port === undefined ? undefined : memory.ticketKey(port)
        if (port === undefined || key === undefined) {
          const what = project === undefined ? 'No window without a project' : `${project} is not being served: no host`
          const next = project === undefined ? 'npm start' : `npm run -s regrade -- serve ${project}`
          throw new AppError('not_found', `${what} of this user runs now. Start it: ${next}`)
        }
        const address = ticketUrl(port, makeTicket(key, now().getTime()))
        return { document: { address }, text: address }
      }),
    )
