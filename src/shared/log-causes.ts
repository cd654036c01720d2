import { isFault } from './errors.ts'

export interface CauseInWords {
  /** Kind, code and where in the code it was thrown: without any name of a photograph, person or folder. */
  readonly anonymous: string
  /** What it says of itself, with all that it quotes. */
  readonly message: string
}

/** A chain of causes that is longer goes in a circle, or tells nothing more. */
const mostCauses = 6
const mostFrames = 4

/** An error and its causes, the outermost first. */
export function causesOf(error: unknown): CauseInWords[] {
  const causes: CauseInWords[] = []
  let cause = error
  while (cause !== undefined && cause !== null && causes.length < mostCauses) {
    causes.push(inWords(cause))
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return causes
}

function inWords(cause: unknown): CauseInWords {
  if (!(cause instanceof Error)) return { anonymous: `no error but a ${typeof cause}`, message: String(cause) }
  const { name, message } = cause
  const code = word('code' in cause ? cause.code : undefined)
  const call = word('syscall' in cause ? String(cause.syscall).split(' ')[0] : undefined)
  const said = isFault(cause) && (code === undefined || name === 'SqliteError') ? withoutQuotes(message) : undefined
  const frames = framesOf(cause)
  const parts = [
    word(name) ?? 'Error',
    code,
    call,
    said && `(${said})`,
    frames.length > 0 && `at ${frames.join(' < ')}`,
  ]
  return { anonymous: parts.filter(Boolean).join(' '), message }
}

/** A name of the system's or of this application's own: errors are free to carry anything. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z]\w{0,40}$/.test(value) ? value : undefined
}

/** What the language itself says, or the database, names data within quotation marks only. */
function withoutQuotes(message: string): string {
  const plain = message.replaceAll(/(["'`]).*\1/gs, '…').replaceAll(/\S*[/\\]\S*/g, '…')
  return plain.slice(0, 200).replaceAll(/\s+/g, ' ')
}

/** Where it was thrown, by files of the application and its packages: what an error says stands before that in its stack, and a path
 *  outside of them is left out. */
function framesOf({ stack = '', message }: Error): string[] {
  const start = stack.indexOf(message)
  const lines = stack.slice(start < 0 ? 0 : start + message.length).split('\n')
  return lines.flatMap((line) => place(line) ?? []).slice(0, mostFrames)
}

function place(line: string): string | undefined {
  const [, path = '', at = ''] = /^ +at (?:.*\()?(.+?)(:\d+:\d+)\)?$/.exec(line) ?? []
  const [, ours] =
    /[/\\](node_modules[/\\][\w@.+/\\-]+)$/.exec(path) ??
    /.*[/\\]((?:src|electron|dist[/\\]electron)[/\\][\w.+/\\-]+)$/.exec(path) ??
    []
  return ours === undefined ? undefined : `${ours.replaceAll('\\', '/')}${at}`
}
