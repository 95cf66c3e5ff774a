import type { EvidenceFile } from '../../../db/store.ts'
import type { LaunchView } from '../../launches/read-launch.ts'
import type { PageRequest } from '../request/page-request.ts'

/** The file that an address of a launch names, with the launch; null where there is none, or none in this launch. */
export async function storedFile(request: PageRequest): Promise<{ view: LaunchView; file: EvidenceFile } | null> {
  const { services, req } = request
  const sha256 = String(req.params.sha256)
  const view = await request.view(String(req.params.launch))
  if (!view || !/^[0-9a-f]{64}$/.test(sha256)) return null
  const file = await services.store.evidenceFile(view.launch.launch, sha256)
  return file && { view, file }
}
