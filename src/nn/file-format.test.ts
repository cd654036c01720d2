import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { modelFormat } from './file-format.ts'
import { float32 } from './tensor.ts'
import { encodeTensors } from './weights/safetensors.ts'

const folder = mkdtempSync(join(tmpdir(), 'regrade-formats-'))
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(name: string, content: string | Uint8Array): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? Buffer.from(content, 'latin1') : content)
  return file
}

/** The beginning of a ZIP archive whose first file is called so. */
const zip = (first: string) => `PK\x03\x04${'\0'.repeat(22)}${String.fromCharCode(first.length)}\0\0\0${first}`

describe('a file is what its bytes say, whatever it is called', () => {
  it.each([
    ['weights.pth', zip('archive/data.pkl'), 'pytorch'],
    ['renamed.safetensors', zip('archive/data.pkl'), 'pytorch'],
    ['renamed.onnx', '\x80\x02\x8a\nl\xfc', 'pytorch'],
    ['pytorch_model.bin', zip('pytorch_model/data.pkl'), 'pytorch'],
    ['last.ckpt', zip('last/data.pkl'), 'pytorch'],
    ['empty.pt', '', 'pytorch'],
    ['model.h5', '\x89HDF\r\n\x1a\n', 'keras'],
    ['model.keras', zip('metadata.json'), 'keras'],
    ['model.tflite', '\x1c\0\0\0TFL3', 'tensorflow-lite'],
    ['model.pb', '\x0a\x05', 'tensorflow-graph'],
    ['saved_model.pb', '\x08\x01', 'saved-model'],
    ['weights.npz', zip('conv1.npy'), 'numpy'],
    ['weights.npy', '\x93NUMPY', 'numpy'],
    ['model.ckpt.index', '\0', 'tensorflow-checkpoint'],
    ['model.zip', zip('model.onnx'), 'archive'],
    ['model.onnx', 'version https://git-lfs.github.com/spec/v1\n', 'pointer'],
    ['download.safetensors', '<!DOCTYPE html><html>', 'web-page'],
  ])('%s', async (name, content, format) => {
    await expect(modelFormat(fileOf(name, content))).rejects.toMatchObject({
      code: 'model_unreadable',
      message: expect.stringContaining(name),
      details: { format },
    })
  })

  it('a folder of a SavedModel is one, another is a folder', async () => {
    const saved = join(folder, 'saved')
    mkdirSync(saved)
    fileOf('saved/saved_model.pb', '')
    await expect(modelFormat(saved)).rejects.toThrow(/SavedModel.*\n.*\n.*tf2onnx/)
    mkdirSync(join(folder, 'other'))
    await expect(modelFormat(join(folder, 'other'))).rejects.toMatchObject({ code: 'usage' })
  })

  it('weights and models are read', async () => {
    const bytes = encodeTensors(new Map([['weight', float32([1], [1])]]))
    expect(await modelFormat(fileOf('named.onnx', bytes))).toBe('safetensors')
    expect(await modelFormat(fileOf('plain.onnx', '\x08\x07\x12\x07pytorch'))).toBe('onnx')
    expect(await modelFormat(fileOf('cut.safetensors', 'ab'))).toBe('safetensors')
    await expect(modelFormat(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'not_found' })
  })

  it('weights of PyTorch come with the three lines that save them as safetensors', async () => {
    const file = fileOf('my weights.pth', zip('archive/data.pkl'))
    const error = (await modelFormat(file).catch((caught: unknown) => caught)) as Error
    const [sentence, ...lines] = error.message.split('\n')
    expect(sentence).toContain('PyTorch’s own format')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toContain('torch.load("my weights.pth"')
    expect(lines[2]).toContain('"my weights.safetensors"')
  })
})
