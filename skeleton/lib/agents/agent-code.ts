import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AgentBundle } from './agent-bundles';

/** The file that the runtime starts. */
export const AGENT_ENTRYPOINT = 'main.js';

/** The code of an agent as an asset. Its hash is that of its sources, so that only code that changed is deployed. */
export class AgentCode extends Asset {
  /**
   * @param scope - the agent
   * @param id - construct id
   * @param bundle - the bundled code
   * @param dockerfile - the Dockerfile, for an agent that is delivered as an image
   */
  constructor(
    scope: Construct,
    id: string,
    bundle: AgentBundle,
    dockerfile?: string,
  ) {
    const folder = mkdtempSync(join(tmpdir(), 'agent-'));
    try {
      writeFileSync(join(folder, AGENT_ENTRYPOINT), bundle.code);
      if (dockerfile) {
        copyFileSync(dockerfile, join(folder, 'Dockerfile'));
      }
      // The folder is copied to the assembly at once.
      super(scope, id, {
        path: folder,
        assetHashType: AssetHashType.CUSTOM,
        assetHash: bundle.hash,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
