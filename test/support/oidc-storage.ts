import type { Adapter, AdapterPayload } from 'oidc-provider'

/** What a test's provider remembers, for as long as the test runs. */
export function oidcStorage(): (name: string) => Adapter {
  const all = new Map<string, AdapterPayload>()
  return (name) => {
    const key = (id: string) => `${name} ${id}`
    const first = (field: 'uid' | 'userCode', value: string) =>
      [...all].find(([at, payload]) => at.startsWith(key('')) && payload[field] === value)?.[1]
    return {
      upsert: async (id, payload) => void all.set(key(id), payload),
      find: async (id) => all.get(key(id)),
      findByUid: async (uid) => first('uid', uid),
      findByUserCode: async (code) => first('userCode', code),
      destroy: async (id) => void all.delete(key(id)),
      async consume(id) {
        const payload = all.get(key(id))
        if (payload) payload.consumed = Math.floor(Date.now() / 1000)
      },
      async revokeByGrantId(grantId) {
        for (const [at, payload] of all) if (payload.grantId === grantId) all.delete(at)
      },
    }
  }
}
