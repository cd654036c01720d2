import { architectures, buildNetwork } from '#nn/architectures/registry.ts'
import { summarise } from '#nn/summary.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { wholeNumber } from './option-values.ts'

interface SummaryOptions {
  readonly architecture: string
  readonly size?: number
  readonly classes: number
  readonly phi: number
}

export const modelSummaryCommand: CommandDefinition = (answering) =>
  newCommand('summary', 'what a network costs; no project needed')
    .requiredOption('--architecture <name>', `one of ${architectures.map(({ name }) => name).join(', ')}`)
    .option('--size <px>', "side of the square input; the network's own where left out", wholeNumber(32, 4096))
    .option('--classes <n>', 'how many grades', wholeNumber(1, 100_000), 5)
    .option('--phi <n>', 'compound scaling of depth, width and size; 1 doubles the cost', Number, 0)
    .action(
      answering(async (_terminal, { architecture, size, classes, phi }: SummaryOptions) => {
        const network = buildNetwork({ architecture, size, classes, phi })
        const { parameters, multiplyAdds, layers, inputSize } = summarise(network)
        return {
          document: { architecture, parameters, multiplyAdds, inputSize, layers },
          text: `${architecture} at ${inputSize} px, ${classes} classes: ${parameters.toLocaleString('en')} parameters, ${multiplyAdds.toLocaleString('en')} multiply-adds, ${layers} layers with weights.`,
        }
      }),
    )
