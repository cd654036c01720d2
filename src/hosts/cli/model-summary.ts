import { architectures, buildNetwork, findArchitecture } from '#nn/architectures/registry.ts'
import { summarise } from '#nn/summary.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'

interface SummaryOptions {
  readonly architecture: string
  readonly size?: number
  readonly classes: number
}

export const modelSummaryCommand: CommandDefinition = (answering) =>
  newCommand('summary', 'what a network costs; no project needed')
    .requiredOption('--architecture <name>', `one of ${architectures.map(({ name }) => name).join(', ')}`)
    .option('--size <px>', "side of the square input; the network's own where left out", wholeNumber(32, 4096))
    .option('--classes <n>', 'how many grades', wholeNumber(1, 100_000), 5)
    .action(
      answering(async (_terminal, { architecture, size, classes }: SummaryOptions) => {
        findArchitecture(architecture)
        const { parameters, multiplyAdds, layers, inputSize } = summarise(buildNetwork({ architecture, size, classes }))
        return {
          document: { architecture, parameters, multiplyAdds, inputSize, layers },
          text: `${architecture} at ${inputSize} px, ${classes} classes: ${parameters.toLocaleString('en')} parameters, ${multiplyAdds.toLocaleString('en')} multiply-adds, ${layers} layers with weights.`,
        }
      }),
    )
