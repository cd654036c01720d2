import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describeDemo } from '../../../tools/demo/describe-demo.ts'
import { runDemo } from '../../../tools/demo/run-demo.ts'
import { openAddress } from '../open-address.ts'
import { startPlainHost } from '../plain-host.ts'
import { buildWindow } from './build-window.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'
import { untilRaised } from './until-raised.ts'

interface DemoOptions {
  readonly headless?: boolean
  readonly output?: string
  readonly seed: number
}

export const demoCommand: CommandDefinition = (answering) =>
  newCommand('demo', 'the whole job on made photographs with known answers, then the workstation')
    .option('--headless', 'end after printing what was found')
    .option('--output <folder>', 'where to make it; in the folder for temporary files where left out')
    .option('--seed <n>', 'another seed makes other photographs', wholeNumber(0, 2 ** 31 - 1), 1)
    .action(
      answering(async (terminal, { headless, output, seed }: DemoOptions) => {
        const folder = resolve(output ?? join(tmpdir(), 'regrade-demo'))
        const result = await runDemo(folder, seed, terminal)
        if (headless) return { document: result, text: describeDemo(result) }
        if (!terminal.json) terminal.out(`${describeDemo(result)}\n`)
        await buildWindow(terminal)
        const { newUrl, close } = await startPlainHost({ project: result.project })
        try {
          const opened = await openAddress(newUrl())
          const url = newUrl()
          const words = opened
            ? `The workstation is open in the browser: ${url}`
            : `Open the workstation in a browser: ${url}`
          terminal.out(
            terminal.json ? `${JSON.stringify({ ...result, address: url })}\n` : `${words}\nCtrl-C ends it.\n`,
          )
          await untilRaised(terminal.signal)
        } finally {
          await close()
        }
        return undefined
      }),
    )
