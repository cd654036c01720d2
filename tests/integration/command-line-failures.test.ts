import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { document, regrade, regradeHere } from './command-line.ts'

let home: string
let project: string

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'regrade-usage-'))
  project = join(home, 'empty.regrade')
  expect((await regradeHere(['init', project], { home })).code).toBe(0)
  writeFileSync(join(home, 'words.json'), 'not json')
  writeFileSync(join(home, 'labels.csv'), 'image,level\n10_left,0\n')
  writeFileSync(join(home, 'text.jpg'), 'not a photograph')
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

/** PROJECT stands for an empty project, HOME for a folder with a text file called text.jpg. */
function filled(line: string): string[] {
  return line.split(' ').map((word) => word.replace('PROJECT', project).replace('HOME', home))
}

describe('a command line that is wrong', () => {
  it.each([
    '',
    'regrade',
    'init',
    'init PROJECT --colour red',
    'import PROJECT',
    'import PROJECT --images HOME --labels HOME/words.json --layout unheard-of',
    'import PROJECT --images HOME --labels HOME/words.json --columns grade',
    'quality',
    'train PROJECT --set colour=red',
    'train PROJECT --set size',
    'train PROJECT --recipe unheard-of',
    'train PROJECT --recipe HOME/missing.json',
    'train PROJECT --runtime abacus',
    'train PROJECT --resume yesterday',
    'score PROJECT --model 3',
    'suspects PROJECT --limit 0',
    'suspects PROJECT --boundary 0-4',
    'explain PROJECT',
    'explain PROJECT --image one --grade 5',
    'explain PROJECT --image one --method tea-leaves',
    'grade PROJECT --image one --grader me --grade 7',
    'grade PROJECT --image one --grader me --grade 1 --lesions freckle',
    'evaluate PROJECT --split everything',
    'export PROJECT --format pdf',
    'model',
    'model promote PROJECT',
    'model summary',
    'model summary --architecture alexnet',
    'model build --architecture alexnet --output HOME/a.onnx',
    'model build --architecture resnet-50 --padding same --output HOME/a.onnx',
    'model build --architecture efficientnet-b0 --epsilon 0 --output HOME/a.onnx',
    'model step --file HOME/a.onnx --input HOME/b --optimizer luck --output HOME/c',
    'model import PROJECT --file HOME/a.onnx --mean 0.5',
    'model import PROJECT --file HOME/a.onnx --mean 0.5,0.5,0.5',
    'stats kappa --input HOME/words.json',
    'stats kappa --input HOME/missing.json',
    'bench unheard-of',
    'bench import --set colour=red',
    'serve PROJECT --port 70000',
  ])('exits 2 with one document that says so: %s', async (line) => {
    const finished = await regradeHere([...filled(line), '--json'].filter(Boolean), { home })
    expect(document(finished)).toEqual({
      error: {
        code: expect.stringMatching(/^(usage|recipe_invalid)$/),
        message: expect.any(String),
        details: expect.any(Object),
      },
    })
    expect(finished.code).toBe(2)
  })

  it('says the same in a sentence on standard error without --json', async () => {
    const { code, out, err } = await regrade(['init'], { home })
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/missing required argument 'project'/)
  })
})

describe('work that fails', () => {
  it.each([
    ['screen HOME/nowhere.regrade', 'project_missing'],
    ['init PROJECT', 'project_exists'],
    ['quality HOME/text.jpg', 'image_unreadable'],
    ['quality HOME/missing.jpg', 'image_unreadable'],
    ['train PROJECT --resume last', 'not_found'],
    ['train PROJECT --resume r99', 'not_found'],
    ['train PROJECT', 'too_few_photographs'],
    ['score PROJECT', 'model_missing'],
    ['evaluate PROJECT', 'model_missing'],
    ['model promote PROJECT --model m9', 'model_missing'],
    ['explain PROJECT --image nobody', 'not_found'],
    ['grade PROJECT --image nobody --grader me --grade 1', 'not_found'],
    ['suspects PROJECT --label-set nobody', 'not_found'],
    ['import PROJECT --images HOME/nowhere --labels HOME/labels.csv', 'not_found'],
    ['import PROJECT --images HOME --labels HOME/words.json', 'labels_unreadable'],
    ['import PROJECT --images HOME --labels HOME/nowhere.csv', 'labels_unreadable'],
    ['enhance --operation clahe --input HOME/missing.jpg --output HOME/b.png', 'image_unreadable'],
    ['noisy-student PROJECT --rounds 2', 'model_missing'],
    ['noisy-student PROJECT --resume last', 'not_found'],
    ['agreement PROJECT', 'conflict'],
    ['agreement PROJECT --graders Ana,Nobody', 'not_found'],
    ['evaluate PROJECT --tta', 'model_missing'],
    ['model import PROJECT --file HOME/missing.onnx', 'not_found'],
    ['model import PROJECT --file HOME/text.jpg', 'model_unreadable'],
    ['model build --architecture efficientnet-b0 --weights HOME/missing --output HOME/a.onnx', 'not_found'],
    ['model build --architecture efficientnet-b0 --weights HOME/text.jpg --output HOME/a.onnx', 'model_unreadable'],
    ['model step --file HOME/text.jpg --input HOME/labels.csv --output HOME/c', 'model_unreadable'],
  ])('exits 1 with one document that says why: %s', async (line, code) => {
    const finished = await regradeHere([...filled(line), '--json'], { home })
    expect(document(finished)).toEqual({ error: { code, message: expect.any(String), details: expect.any(Object) } })
    expect(finished.code).toBe(1)
  })
})

describe('commands without a project', () => {
  it('helps with every command', async () => {
    const { code, out } = await regrade(['--help'], { home })
    expect(code).toBe(0)
    for (const name of ['init', 'import', 'enhance', 'noisy-student', 'agreement', 'bench', 'doctor']) {
      expect(out).toContain(name)
    }
    const build = await regradeHere(['model', 'build', '--help'], { home })
    expect(build.code).toBe(0)
    expect(build.out).toContain('--weights')
  })

  it('takes the numbers of stats from standard input', async () => {
    const input = JSON.stringify({ a: [0, 1, 2, 3, 4], b: [0, 1, 2, 3, 3], classes: 5, weights: 'quadratic' })
    const finished = await regrade(['stats', 'kappa', '--json'], { home, input })
    expect(finished.code).toBe(0)
    expect(document(finished)).toEqual({
      kappa: expect.closeTo(16 / 17, 6),
      interval: [expect.any(Number), expect.any(Number)],
    })
  })

  it('says null for a number that is undefined', async () => {
    const input = JSON.stringify({ truth: [0], probabilities: [[1, 0, 0, 0, 0]] })
    const finished = await regradeHere(['stats', 'metrics', '--json'], { home, input })
    expect(document(finished)).toMatchObject({ n: 1, accuracy: 1, qwk: null, averageAuc: null })
  })

  it('counts a network', async () => {
    const finished = await regradeHere(
      ['model', 'summary', '--architecture', 'efficientnet-b0', '--classes', '1000', '--json'],
      { home },
    )
    expect(document(finished)).toMatchObject({ architecture: 'efficientnet-b0', parameters: 5_288_548, inputSize: 224 })
  })
})
