/** Formats that models come in and that are not read: each with what it is, and what to do. */
export const foreignFormats = [
  'pytorch',
  'keras',
  'saved-model',
  'tensorflow-graph',
  'tensorflow-checkpoint',
  'tensorflow-lite',
  'numpy',
  'core-ml',
  'tensorrt',
  'archive',
  'pointer',
  'web-page',
] as const
export type ForeignFormat = (typeof foreignFormats)[number]

const endings: readonly (readonly [RegExp, ForeignFormat])[] = [
  [/\.(pth|pt|bin|pkl|pth\.tar|torchscript|ptl)$/i, 'pytorch'],
  [/\.ckpt\.(index|meta|data-\d+-of-\d+)$/i, 'tensorflow-checkpoint'],
  [/\.ckpt$/i, 'pytorch'],
  [/\.(h5|hdf5|keras)$/i, 'keras'],
  [/(^|[/\\])saved_model(\.pb)?$/i, 'saved-model'],
  [/\.pb$/i, 'tensorflow-graph'],
  [/\.tflite$/i, 'tensorflow-lite'],
  [/\.np[yz]$/i, 'numpy'],
  [/\.(mlmodel|mlpackage)$/i, 'core-ml'],
  [/\.(engine|trt|plan)$/i, 'tensorrt'],
  [/\.(zip|tar|gz|tgz|bz2|7z|rar)$/i, 'archive'],
]

/** The foreign format that a file's name ends in; undefined for what is read, and for what is not known. */
export function formatOfName(file: string): ForeignFormat | undefined {
  return endings.find(([pattern]) => pattern.test(file.trim()))?.[1]
}

/** What a file of a foreign format is and what to do with it, and the lines of Python or of a terminal that do it, where there
 *  are some. */
export interface FormatAdvice {
  readonly sentence: string
  readonly lines: readonly string[]
}

export function adviceOn(format: ForeignFormat, file: string): FormatAdvice {
  const name = file.trim().replace(/^.*[/\\]/, '')
  const stem = name.replace(/(\.pth\.tar|\.[^.]*)$/, '') || 'model'
  const is = (what: string, todo: string, lines: readonly string[] = []) => ({
    sentence: `${name} is ${what}. ${todo}`,
    lines,
  })
  const tf2onnx = (source: string) => [
    `pip install tf2onnx tensorflow`,
    `python -m tf2onnx.convert ${source} --output ${stem}.onnx`,
  ]
  switch (format) {
    case 'pytorch':
      return is(
        'of PyTorch’s own format, which may run code and is not read',
        'Save its weights as safetensors with three lines of Python, or export the model to ONNX:',
        [
          'import torch; from safetensors.torch import save_file',
          `state = torch.load("${name}", map_location="cpu"); state = state.get("state_dict", state.get("model", state))`,
          `save_file({k: v.contiguous().clone() for k, v in state.items() if torch.is_tensor(v)}, "${stem}.safetensors")`,
        ],
      )
    case 'keras':
      return is('a Keras model, which is not read', 'Convert it to ONNX with three lines of Python:', [
        'import tensorflow as tf, tf2onnx',
        `model = tf.keras.models.load_model("${name}", compile=False)`,
        `tf2onnx.convert.from_keras(model, output_path="${stem}.onnx")`,
      ])
    case 'saved-model':
      return is(
        'a TensorFlow SavedModel, which is not read',
        'Convert its folder to ONNX:',
        tf2onnx('--saved-model FOLDER'),
      )
    case 'tensorflow-graph':
      return is(
        'a TensorFlow graph, which is not read',
        'Convert it to ONNX, naming its input and its output:',
        tf2onnx(`--graphdef ${name} --inputs INPUT:0 --outputs OUTPUT:0`),
      )
    case 'tensorflow-checkpoint':
      return is(
        'a TensorFlow checkpoint, which holds no network',
        'Load it in the program that trained it, save the model as a SavedModel, and convert that to ONNX:',
        tf2onnx('--saved-model FOLDER'),
      )
    case 'tensorflow-lite':
      return is('a TensorFlow Lite model, which is not read', 'Convert it to ONNX:', tf2onnx(`--tflite ${name}`))
    case 'numpy':
      return is(
        'of NumPy’s format, which is not read',
        'Save its arrays as safetensors, under the network’s own names, with two lines of Python:',
        [
          'import numpy as np; from safetensors.numpy import save_file',
          `save_file(dict(np.load("${name}")), "${stem}.safetensors")`,
        ],
      )
    case 'core-ml':
      return is('a Core ML model, which is not read', 'Import the model that it was converted from, as ONNX.')
    case 'tensorrt':
      return is(
        'a TensorRT engine, made for one graphics card, which is not read',
        'Import the ONNX model that it was built from.',
      )
    case 'archive':
      return is('an archive', 'Unpack it, and import the .onnx or .safetensors file in it.')
    case 'pointer':
      return is(
        'not the model but Git LFS’s note of where it lies',
        'Fetch the file itself with `git lfs pull`, or download it again.',
      )
    case 'web-page':
      return is('a web page, not a model', 'Download the file itself: on the page, by its own button.')
  }
}

/** The advice as one text: a sentence, then its lines. */
export function adviceText({ sentence, lines }: FormatAdvice): string {
  return [sentence, ...lines].join('\n')
}
