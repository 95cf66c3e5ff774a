/** A name or address that leads to this machine alone: localhost and the names below it (RFC 6761 section 6.3), 127.x.x.x, ::1. */
export function isLoopback(host: string): boolean {
  return /^((.+\.)?localhost|\[::1\]|::1|127(\.\d{1,3}){3})$/i.test(host)
}
