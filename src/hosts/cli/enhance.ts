import { extname, resolve } from 'node:path'
import { Option } from 'commander'
import { decodeImage } from '#imaging/decode.ts'
import { encodeJpeg, encodePng } from '#imaging/encode.ts'
import { findRetina } from '#imaging/retina.ts'
import { AppError } from '#shared/errors.ts'
import { realPlace } from '#workstation/targets/where-to-write.ts'
import { type Assignments, collectAssignment } from './assignments.ts'
import { type CommandDefinition, newCommand } from './command.ts'
import { enhancementNames, enhancementOf } from './enhancements.ts'
import { forceOption, newFile, targetFile, writeTarget } from './output-file.ts'

interface EnhanceOptions {
  readonly operation: string
  readonly set?: Assignments
  readonly input: string
  readonly output: string
  readonly force?: boolean
}

export const enhanceCommand: CommandDefinition = (answering) =>
  newCommand('enhance', 'write an enhanced copy of a photograph')
    .addOption(new Option('--operation <name>', 'what to do').choices(enhancementNames).makeOptionMandatory())
    .option('--set <name=value>', "one of the operation's settings; may be repeated", collectAssignment)
    .requiredOption('--input <file>', 'the photograph')
    .requiredOption('--output <file>', 'the copy to write, .png or .jpg', newFile)
    .addOption(forceOption())
    .action(
      answering(async (_, { operation, set = {}, input, output, force }: EnhanceOptions) => {
        const target = targetFile(output, { force })
        if (target.file === realPlace(resolve(input))) {
          throw new AppError('usage', `${output} is the photograph itself, which is never written over. Name another.`)
        }
        const encode = encoderOf(output)
        const enhance = enhancementOf(operation, set)
        const photograph = await decodeImage(input)
        const enhanced = enhance(photograph, findRetina(photograph))
        const { width, height } = enhanced
        await writeTarget(target, await encode(enhanced))
        return { document: { width, height }, text: `${output}: ${width} x ${height} pixels` }
      }),
    )

function encoderOf(file: string) {
  switch (extname(file).toLowerCase()) {
    case '.png':
      return (image: { data: Uint8Array; width: number; height: number }) =>
        encodePng(image.data, image.width, image.height)
    case '.jpg':
    case '.jpeg':
      return encodeJpeg
    default:
      throw new AppError('usage', `The copy is written as .png or .jpg, not as ${file}.`)
  }
}
