/** What a record holds under a name that somebody else chose; never what every object inherits, such as `constructor`. */
export function ownProperty<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}
