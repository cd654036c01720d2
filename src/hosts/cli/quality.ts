import { availableParallelism } from 'node:os'
import type { Inspection } from '#imaging/inspect.ts'
import { inspectAll } from '#imaging/inspection-pool.ts'
import { AppError } from '#shared/errors.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import type { Terminal } from './terminal.ts'
import { columns } from './words.ts'

export const qualityCommand: CommandDefinition = (answering) =>
  newCommand('quality', 'measure photographs; no project needed')
    .argument('<file...>', 'photographs')
    .action(answering((terminal, files: string[]) => measure(files, terminal)))

type Measured = ReturnType<typeof describe>

/** Photographs in the order they were named. One that cannot be read ends the command, after all were looked at. */
async function measure(files: readonly string[], { signal, err }: Terminal) {
  const images: Measured[] = []
  const failures: { index: number; path: string; error: AppError }[] = []
  await inspectAll(files, {
    workers: availableParallelism(),
    signal,
    onResult: ({ index, path, inspection, error }) => {
      if (inspection) images[index] = describe(path, inspection)
      else failures.push({ index, path, error })
    },
    onProgress: ({ done, total }) => err(`quality ${done}/${total}\n`),
  })
  const first = failures.sort((a, b) => a.index - b.index)[0]
  if (first) {
    const unreadable = failures.map(({ path, error }) => ({ file: path, code: error.code, reason: error.message }))
    throw new AppError(first.error.code, first.error.message, { cause: first.error, details: { unreadable } })
  }
  const rows = images.map(({ file, verdict, width, height, focus, reasons }) => [
    file,
    verdict,
    `${width} x ${height}`,
    `focus ${focus.toFixed(2)}`,
    reasons.join(', '),
  ])
  return { document: { images }, text: columns(rows) }
}

function describe(file: string, { width, height, quality }: Inspection) {
  const { darkFraction, brightFraction, underexposed, overexposed, retinaFraction, focus, verdict, reasons } = quality
  return {
    file,
    width,
    height,
    darkFraction,
    brightFraction,
    underexposed,
    overexposed,
    retinaDarkFraction: quality.retinaDarkFraction,
    retinaBrightFraction: quality.retinaBrightFraction,
    retinaUnderexposed: quality.retinaUnderexposed,
    retinaOverexposed: quality.retinaOverexposed,
    retinaFraction,
    focus,
    verdict,
    reasons,
  }
}
