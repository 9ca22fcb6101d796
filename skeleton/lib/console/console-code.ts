import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePrograms } from '../shared/bundles';

/** The code of the console as an asset of one file. Its hash is that of its sources, so that it is deployed only when they change. */
export class ConsoleCode extends Asset {
  /**
   * @param scope - the console
   * @param id - construct id
   * @param root - folder of the repository, in which `console/` is
   */
  constructor(scope: Construct, id: string, root: string) {
    const [{ code, hash }] = bundlePrograms(root, [join(root, 'console')]);
    const folder = mkdtempSync(join(tmpdir(), 'console-'));
    try {
      const file = join(folder, 'main.js');
      writeFileSync(file, code);
      // The file is copied to the assembly at once.
      super(scope, id, {
        path: file,
        assetHashType: AssetHashType.CUSTOM,
        assetHash: hash,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
}
