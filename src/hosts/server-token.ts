import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const tokenBytes = 32

/** What lets a page in: 32 random bytes in base64url. */
export function makeToken(): string {
  return randomBytes(tokenBytes).toString('base64url')
}

/** Whether what was sent is the token. Takes the same time wherever they differ, and whatever their lengths. */
export function isToken(sent: string | undefined, token: string): boolean {
  if (sent === undefined) return false
  return timingSafeEqual(digest(sent), digest(token))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
