const belowWorkstation = [
  'src/numerics',
  'src/shared',
  'src/files',
  'src/imaging',
  'src/nn',
  'src/statistics',
  'src/interchange',
  'src/store',
  'src/learning',
] as const

/** Which rooms a room may import, and which packages belong to one room alone. The house's one dependency rule file. */
export const rooms = {
  'src/numerics': [],
  'src/shared': ['src/numerics'],
  'src/files': ['src/numerics', 'src/shared'],
  'src/imaging': ['src/numerics', 'src/shared', 'src/files'],
  'src/nn': ['src/numerics', 'src/shared', 'src/files'],
  'src/statistics': ['src/numerics', 'src/shared'],
  'src/interchange': ['src/numerics', 'src/shared', 'src/files'],
  'src/store': ['src/numerics', 'src/shared'],
  'src/learning': ['src/numerics', 'src/shared', 'src/imaging', 'src/nn', 'src/statistics'],
  'src/workstation': belowWorkstation,
  'src/hosts': [...belowWorkstation, 'src/workstation'],
  tools: [...belowWorkstation, 'src/workstation', 'src/hosts'],
  electron: ['src/numerics', 'src/shared', 'src/workstation', 'src/hosts'],
  renderer: ['src/numerics', 'src/shared'],
} as const satisfies Record<string, readonly string[]>

/** Files that alone enter a room which nothing else may import: a command whose work it is. */
export const entrances: Readonly<Record<string, readonly string[]>> = {
  tools: ['src/hosts/cli/bench.ts', 'src/hosts/cli/demo.ts'],
}

/** The floors inside a room, the lowest first, by folder or file: a file imports its own folder's and what lies on lower floors.
 *  What is named nowhere stands on the lowest. A folder inside a folder may be named too; `screens/*` is each one there by itself. */
export const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'src/learning': [
    ['data', 'recipes', 'schedules'],
    ['models'],
    ['inference'],
    ['ensembles', 'gate', 'judgement', 'noisy-student', 'saliency'],
    ['training'],
    ['testing'],
  ],
  'src/workstation': [
    [
      'cache-file.ts',
      'caller.ts',
      'changes.ts',
      'whole-path.ts',
      'settings.ts',
      'models',
      'sources',
      'targets',
      'imports',
    ],
    ['compute', 'provenance'],
    ['suspicion', 'explanations', 'job.ts'],
    ['ensembles', 'health'],
    ['judgement'],
    ['jobs'],
    ['context.ts'],
    ['pixels', 'procedures.ts'],
    ['services'],
    ['router.ts'],
    ['workstation.ts'],
  ],
  renderer: [['data', 'viewer'], ['ui'], ['app/kit'], ['screens/*'], ['screens/screens.ts'], ['app']],
}

/** Folders that the rest of their room enters by one file. */
export const doors: Readonly<Record<string, string>> = { 'renderer/screens': 'renderer/screens/screens.ts' }

/** Packages that only files under the named folder may import. */
export const ownedPackages: readonly { readonly package: RegExp; readonly owner: string }[] = [
  { package: /^better-sqlite3(\/|$)/, owner: 'src/store' },
  { package: /^(onnxruntime-node|@tensorflow\/)/, owner: 'src/nn/runtimes' },
  { package: /^sharp(\/|$)/, owner: 'src/imaging' },
  { package: /^(konva|react-konva)(\/|$)/, owner: 'renderer/viewer' },
  { package: /^electron(\/|$)/, owner: 'electron' },
]

export interface Import {
  /** File that imports, from the project's root, with forward slashes. */
  readonly file: string
  /** What it imports: a path from the project's root for files, the specifier for packages. */
  readonly target: string
}

/** The sentence of each import that the rule forbids. */
export function forbidden(imports: readonly Import[]): string[] {
  return imports.flatMap(({ file, target }) => {
    const sentence =
      forbiddenPackage(file, target) ??
      forbiddenRoom(file, target) ??
      forbiddenDoor(file, target) ??
      forbiddenFloor(file, target)
    return sentence ? [sentence] : []
  })
}

function forbiddenPackage(file: string, target: string): string | undefined {
  const rule = ownedPackages.find((one) => one.package.test(target))
  if (!rule || file.startsWith(`${rule.owner}/`)) return undefined
  return `${file} imports ${target}, which only ${rule.owner} may.`
}

function forbiddenRoom(file: string, target: string): string | undefined {
  const from = roomOf(file)
  const to = roomOf(target)
  if (!from || !to || from === to) return undefined
  const allowed: readonly string[] = rooms[from]
  return allowed.includes(to) || entrances[to]?.includes(file)
    ? undefined
    : `${file} imports ${target}: ${from} may not import ${to}.`
}

function forbiddenFloor(file: string, target: string): string | undefined {
  const room = roomOf(file)
  const inner = room && floors[room]
  if (!inner || roomOf(target) !== room) return undefined
  const [from, to] = [placeIn(file.slice(room.length + 1), inner), placeIn(target.slice(room.length + 1), inner)]
  if (from.name === to.name || to.floor < from.floor) return undefined
  return `${file} imports ${target}: inside ${room}, ${from.name} stands on no floor above ${to.name}.`
}

function forbiddenDoor(file: string, target: string): string | undefined {
  const entered = Object.entries(doors).find(([folder]) => target.startsWith(`${folder}/`))
  if (!entered) return undefined
  const [folder, door] = entered
  if (target === door || file.startsWith(`${folder}/`)) return undefined
  return `${file} imports ${target}: ${folder} is entered by ${door} alone.`
}

/** The folder or the file of a room that a path inside it lies in, and its floor: the narrowest that is named, else the outermost. */
function placeIn(
  path: string,
  inner: readonly (readonly string[])[],
): { readonly name: string; readonly floor: number } {
  const parts = path.split('/')
  const lead = (depth: number) => parts.slice(0, depth).join('/')
  for (let depth = parts.length; depth > 0; depth--) {
    for (const name of [lead(depth), `${lead(depth - 1)}/*`]) {
      const floor = inner.findIndex((places) => places.includes(name))
      if (floor >= 0) return { name: lead(depth), floor }
    }
  }
  return { name: lead(1), floor: -1 }
}

function roomOf(path: string): keyof typeof rooms | undefined {
  const names = Object.keys(rooms) as (keyof typeof rooms)[]
  return names.find((room) => path.startsWith(`${room}/`))
}
