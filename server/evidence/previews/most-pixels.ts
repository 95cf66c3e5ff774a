/**
 * What decoding takes, measured with sharp 0.35: a few rows for a JPEG that is not progressive, which is read at a fraction of its size
 * (64 million pixels: 10 MB). A progressive JPEG keeps the coefficients of all its pixels, 6 bytes each (8 in CMYK); an interlaced PNG
 * is held whole, at 4 bytes a pixel, or 8 where it has 16 bits. So no picture takes more than 200 MB, and a usual one 150.
 */
export const mostPixels = { baselineJpeg: 64_000_000, usual: 25_000_000, deep: 12_500_000 }

/** What sharp says of a picture. */
export interface PictureFormat {
  format?: string | undefined
  isProgressive?: boolean | undefined
  depth?: string | undefined
}

/** How many pixels a picture of this format may have. */
export function mostPixelsOf({ format, isProgressive, depth }: PictureFormat): number {
  if (format === 'jpeg' && isProgressive !== true) return mostPixels.baselineJpeg
  return depth === 'uchar' || format === 'jpeg' ? mostPixels.usual : mostPixels.deep
}
