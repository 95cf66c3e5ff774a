/**
 * The fields of application/x-www-form-urlencoded text (WHATWG URL, section 5.1), but strict: null where a percent sign does not
 * begin an escape, or where the escaped bytes are not UTF-8.
 */
export function parseFormEncoding(text: string): [name: string, value: string][] | null {
  try {
    return text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const at = pair.indexOf('=')
        return at === -1 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))]
      })
  } catch (error) {
    if (error instanceof URIError) return null
    throw error
  }
}

const decode = (text: string): string => decodeURIComponent(text.replaceAll('+', ' '))
