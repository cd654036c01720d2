import { Argument } from 'commander'
import { AppError } from '#shared/errors.ts'
import { benchmarks } from '../../../tools/bench/benchmarks.ts'
import { describeMeasurement } from '../../../tools/bench/describe-measurement.ts'
import { thisMachine } from '../../../tools/bench/machine.ts'
import { type Assignments, collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { columns } from './words.ts'

export const benchCommand: CommandDefinition = (answering) =>
  newCommand('bench', 'measure one of the figures this application is judged by')
    .addArgument(new Argument('<name>', 'the benchmark').choices(benchmarks.map(({ name }) => name)))
    .option('--set <name=value>', "one of the benchmark's settings; may be repeated", collectAssignment)
    .addHelpText(
      'after',
      `\nBenchmarks:\n${columns(benchmarks.map(({ name, description }) => [`  ${name}`, description]))}`,
    )
    .action(
      answering(async (terminal, name: string, { set = {} }: { set?: Assignments }) => {
        const benchmark = benchmarks.find((one) => one.name === name)
        if (!benchmark) throw new AppError('usage', `There is no benchmark called ${name}.`)
        const measured = await benchmark.measure(set, terminal)
        const document = { name, ...measured, on: thisMachine() }
        return { document, text: describeMeasurement(document) }
      }),
    )
