/** Extensions of files that claim to be pictures. What cannot be decoded is listed with its reason at import, not passed over. */
const pictureExtensions = [
  'jpg',
  'jpeg',
  'jpe',
  'jfif',
  'png',
  'tif',
  'tiff',
  'webp',
  'bmp',
  'gif',
  'heic',
  'heif',
  'avif',
  'jp2',
  'ppm',
  'dcm',
  'dicom',
]
const pictureExtension = new RegExp(`\\.(?:${pictureExtensions.join('|')})$`, 'i')

/** Whether a file is named as a picture. */
export function isPictureName(name: string): boolean {
  return pictureExtension.test(name)
}

/** A name without the extension of a picture; any other ending stays. */
export function withoutPictureExtension(name: string): string {
  return name.replace(pictureExtension, '')
}
