import { describe } from 'vitest'
import { commitsContract } from './commits.ts'
import { concurrencyContract } from './concurrency.ts'
import { directoryContract } from './directory.ts'
import { directoryInMemoryContract } from './directory-in-memory.ts'
import { erasureContract } from './erasure.ts'
import { forgeryContract } from './forgery.ts'
import { installationContract } from './installation.ts'
import { installationVerificationContract } from './installation-verification.ts'
import { listsContract } from './lists.ts'
import { pipelinesContract } from './pipelines.ts'
import { readsContract } from './reads.ts'
import { requestKeysContract } from './request-keys.ts'
import { sameLeavesContract } from './same-leaves.ts'
import { searchContract } from './search.ts'
import { type Place, useStore } from './store-under-test.ts'
import { unreadableContract } from './unreadable.ts'
import { verificationContract } from './verification.ts'
import { verifiedFilesContract } from './verified-files.ts'
import { watchingContract } from './watching.ts'

/** What every store promises, whatever its database and however long its answers take. */
export function storeContract(name: string, newPlace: () => Promise<Place>): void {
  describe(`${name} keeps launches`, () => {
    const under = useStore(newPlace)
    commitsContract(under)
    unreadableContract(under)
    concurrencyContract(under)
    requestKeysContract(under)
    readsContract(under)
    searchContract(under)
    listsContract(under)
    watchingContract(under)
    directoryContract(under)
    directoryInMemoryContract(under)
    installationContract(under)
    installationVerificationContract(under)
    erasureContract(under)
    pipelinesContract(under)
    verificationContract(under)
    verifiedFilesContract(under)
    forgeryContract(under)
    sameLeavesContract(under)
  })
}
