import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const secretBytes = 32

/** What nobody can guess: 32 random bytes in base64url. */
export function makeSecret(): string {
  return randomBytes(secretBytes).toString('base64url')
}

/** Random letters and digits that may stand in the name of a host: 5 bits each. */
export function makeLabel(letters: number): string {
  return [...randomBytes(letters)].map((byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32]).join('')
}

/** Whether two texts are the same. Takes the same time wherever they differ, and whatever their lengths. */
export function sameSecret(sent: string, secret: string): boolean {
  return timingSafeEqual(Buffer.from(digestOf(sent)), Buffer.from(digestOf(secret)))
}

/** SHA-256 of a secret: what is kept of it, since it lets nobody in. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

/** What only a holder of the key could have made of a text. */
export function seal(text: string, key: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}
