import { availableParallelism } from 'node:os'
import type { Inspection } from '#imaging/inspect.ts'
import { inspectAll } from '#imaging/inspection-pool.ts'
import { AppError } from '#shared/errors.ts'
import { reasonInWords } from '#shared/quality-reasons.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import type { Terminal } from './terminal.ts'
import { columns } from './words.ts'

export const qualityCommand: CommandDefinition = (answering) =>
  newCommand('quality', 'measure photographs; no project needed')
    .argument('<file...>', 'photographs')
    .action(answering((terminal, files: string[]) => measure(files, terminal)))

type Measured = ReturnType<typeof describe>

/** Photographs in the order they were named, and those that cannot be read. Fails where that is all of them. */
async function measure(files: readonly string[], { signal, err }: Terminal) {
  const measured: Measured[] = []
  const failures: { index: number; path: string; error: AppError }[] = []
  await inspectAll(files, {
    workers: availableParallelism(),
    signal,
    onResult: ({ index, path, inspection, error }) => {
      if (inspection) measured[index] = describe(path, inspection)
      else failures.push({ index, path, error })
    },
    onProgress: ({ done, total }) => err(`quality ${done}/${total}\n`),
  })
  const images = measured.filter((one) => one !== undefined)
  const [first, ...more] = failures.sort((a, b) => a.index - b.index)
  const unreadable = failures.map(({ path, error }) => ({ file: path, code: error.code, reason: error.message }))
  if (first && images.length === 0) {
    const sentence =
      more.length === 0 ? first.error.message : `None of the ${files.length} files can be read. ${first.error.message}`
    throw new AppError(first.error.code, sentence, { cause: first.error, details: { unreadable } })
  }
  const rows = images.map(({ file, verdict, width, height, focus, reasons, notes }) => [
    file,
    verdict,
    `${width} x ${height}`,
    `focus ${focus.toFixed(2)}`,
    [...reasons.map(reasonInWords), ...notes].join(', '),
  ])
  const lines = [columns(rows), ...unreadable.map(({ file, reason }) => `${file}: ${reason}`)]
  return { document: { images, unreadable }, text: lines.join('\n') }
}

function describe(file: string, { width, height, quality, notes }: Inspection) {
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
    notes,
  }
}
