import { globSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { forbidden, type Import } from './import-rule.ts'

const root = join(import.meta.dirname, '..', '..')
const specifier = /(?:from\s+|import\s*\(\s*|import\s+|require\(\s*|new URL\(\s*)['"]([^'"\n]+)['"]/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(specifier)].map(([, name = '']) => ({ file, target: resolve(file, name) }))
}

function resolve(file: string, name: string): string {
  if (name.startsWith('.')) return posix.normalize(posix.join(dirname(file), name))
  return name.startsWith('#') ? `src/${name.slice(1)}` : name
}

const files = globSync('{src,electron,renderer,tools}/**/*.{ts,tsx}', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !/\.test\.tsx?$/.test(file))

describe('the import rule', () => {
  it('holds for every file of the house', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(forbidden(files.flatMap(importsOf))).toEqual([])
  })

  it.each([
    ['renderer/app/main.tsx', 'src/store/open.ts'],
    ['src/shared/grades.ts', 'src/imaging/decode.ts'],
    ['src/learning/data/splits.ts', 'src/store/open.ts'],
    ['src/imaging/decode.ts', 'src/nn/gradient.ts'],
    ['src/workstation/pixels.ts', 'sharp'],
    ['src/learning/inference/score.ts', 'onnxruntime-node'],
    ['src/nn/trainer.ts', 'onnxruntime-node'],
    ['renderer/screens/review/panel.tsx', 'react-konva'],
    ['src/hosts/serve.ts', 'electron'],
    ['src/hosts/cli/train.ts', 'tools/bench/machine.ts'],
    ['src/learning/data/splits.ts', 'src/learning/training/train-model.ts'],
    ['src/learning/gate/fine-tune.ts', 'src/learning/saliency/explain.ts'],
    ['renderer/app/main.tsx', 'renderer/screens/review/session/session.ts'],
    ['renderer/app/kit/route.ts', 'renderer/screens/screens.ts'],
    ['renderer/app/kit/route.ts', 'renderer/app/address.ts'],
    ['renderer/screens/review/screen.ts', 'renderer/app/address.ts'],
    ['renderer/screens/review/screen.ts', 'renderer/screens/screens.ts'],
    ['renderer/screens/quality/quality-screen.tsx', 'renderer/screens/review/session/session.ts'],
    ['renderer/ui/key-hint.tsx', 'renderer/app/kit/action.ts'],
  ])('refuses that %s imports %s', (file, target) => {
    expect(forbidden([{ file, target }])).toHaveLength(1)
  })

  it.each([
    ['renderer/app/main.tsx', 'renderer/screens/screens.ts'],
    ['renderer/app/frame/frame.tsx', 'renderer/app/kit/route.ts'],
    ['renderer/screens/screens.ts', 'renderer/screens/review/screen.ts'],
    ['renderer/screens/review/map/map-picker.tsx', 'renderer/screens/review/session/session.ts'],
    ['renderer/screens/review/screen.ts', 'renderer/app/kit/screen.ts'],
    ['src/learning/training/train-model.ts', 'src/learning/data/splits.ts'],
  ])('lets %s import %s', (file, target) => {
    expect(forbidden([{ file, target }])).toEqual([])
  })
})

describe('file sizes', () => {
  it('stay under 500 lines each', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 500)
    expect(long).toEqual([])
  })
})
