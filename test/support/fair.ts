import type { Definition, Pipeline } from '../../machines/pipeline/pipeline.ts'
import { days } from './engine.ts'
import { atMost, item, plainly } from './pipeline.ts'

/**
 * A small pipeline in which everything can happen that may happen to a launch: checks that age, that are about the build, that need
 * another gate, and both at once; a gate with two signers, one with none; people who hold roles that must not meet.
 */

export const fair: Definition = {
  id: 'fair',
  version: 1,
  languages: ['en'],
  lead: 'ecommerce-sme',
  sponsor: 'head-of-digital',
  candidateRoles: ['ecommerce-sme', 'technical-sme'],
  waiverLimit: days(30),
  decision: 'go-no-go',
  roles: [
    'head-of-digital',
    'ecommerce-sme',
    'technical-sme',
    'backend-developer',
    'tester',
    'inventory-manager',
    'logistics-manager',
    'content-team',
  ],
  phases: ['foundations', 'decision'],
  questions: [{ id: 'photos', leavesOut: { gates: [], items: ['CON-2'] } }],
  gates: [
    {
      id: 'stock',
      phase: 'foundations',
      owner: 'inventory-manager',
      signers: ['logistics-manager'],
      critical: false,
      needs: [],
      due: days(6),
      items: [
        item('INV-1', 'inventory-manager', { kind: 'number', min: 98, max: 100 }),
        item('INV-2', 'backend-developer', { kind: 'note' }, { required: false, recheckOn: ['candidate'] }),
        item('INV-3', 'inventory-manager', atMost(60), { freshFor: days(3) }),
      ],
    },
    {
      id: 'tests',
      phase: 'foundations',
      owner: 'tester',
      signers: ['technical-sme', 'ecommerce-sme'],
      critical: true,
      needs: ['stock'],
      due: null,
      items: [
        item('TFN-1', 'tester', { kind: 'junit' }, { recheckOn: ['candidate'], freshFor: days(4) }),
        item('TFN-2', 'tester', { kind: 'link' }, { recheckOn: [{ needs: 'stock' }] }),
      ],
    },
    {
      id: 'load',
      phase: 'foundations',
      owner: 'technical-sme',
      signers: ['backend-developer'],
      critical: false,
      needs: ['tests'],
      due: null,
      items: [
        item('LOD-1', 'technical-sme', atMost(500), { recheckOn: ['candidate', { needs: 'tests' }] }),
        item('LOD-2', 'technical-sme', { kind: 'file' }, { required: false, recheckOn: [{ needs: 'stock' }] }),
      ],
    },
    {
      id: 'pages',
      phase: 'foundations',
      owner: 'content-team',
      signers: [],
      critical: false,
      needs: [],
      due: null,
      items: [item('CON-1', 'content-team', { kind: 'none' }), item('CON-2', 'content-team', { kind: 'file' })],
    },
    {
      id: 'go-no-go',
      phase: 'decision',
      owner: 'ecommerce-sme',
      signers: ['head-of-digital'],
      critical: true,
      needs: ['stock', 'tests', 'load', 'pages'],
      due: days(1),
      items: [item('GNG-1', 'ecommerce-sme', { kind: 'none' })],
    },
  ],
}

/** Some people hold a role on both sides of a signature: they must never sign what they sent or ticked. */
export const fairPeople: Record<string, string[]> = {
  'head-of-digital': ['helen', 'priya'],
  'ecommerce-sme': ['priya', 'ben'],
  'technical-sme': ['ana', 'tom'],
  'backend-developer': ['tom', 'lin'],
  tester: ['sam', 'ana'],
  'inventory-manager': ['joon', 'fay'],
  'logistics-manager': ['wei', 'joon'],
  'content-team': ['chloe'],
}

export const fairPipeline: Pipeline = plainly(fair, 'Fair', { photos: 'Are there photos?' })
