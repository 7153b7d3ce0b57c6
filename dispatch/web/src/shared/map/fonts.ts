import cyrillicBold from '@fontsource/pt-sans/files/pt-sans-cyrillic-700-normal.woff2?url'
import cyrillic from '@fontsource/pt-sans/files/pt-sans-cyrillic-400-normal.woff2?url'
import latinBold from '@fontsource/pt-sans/files/pt-sans-latin-700-normal.woff2?url'
import latin from '@fontsource/pt-sans/files/pt-sans-latin-400-normal.woff2?url'

// Ranges of @fontsource/pt-sans (unicode.json); PT Sans is under the SIL Open Font Licence.
const cyrillicRange = ['U+0301', 'U+0400-045F', 'U+0490-0491', 'U+04B0-04B1', 'U+2116']
const latinRange = ['U+0000-00FF', 'U+2013-2014', 'U+2018-201D', 'U+2212']

/** The style's `font-faces`: labels are drawn from files of this server, no glyph tiles. */
export const fontFaces = {
  'PT Sans': [
    { url: absolute(cyrillic), 'unicode-range': cyrillicRange },
    { url: absolute(latin), 'unicode-range': latinRange },
  ],
  'PT Sans Bold': [
    { url: absolute(cyrillicBold), 'unicode-range': cyrillicRange },
    { url: absolute(latinBold), 'unicode-range': latinRange },
  ],
}

function absolute(url: string): string {
  return new URL(url, location.href).href
}
