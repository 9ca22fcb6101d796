import { AssetHashType } from 'aws-cdk-lib';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePrograms } from '../shared/bundles';

/** The code of the console as an asset of one file, with the checksum that tasks compare before they run it. */
export class ConsoleCode extends Asset {
  /** SHA-256 of the code, in hexadecimal digits. */
  readonly checksum: string;

  /**
   * @param scope - the console
   * @param id - construct id
   * @param root - folder of the repository, in which `console/` is
   */
  constructor(scope: Construct, id: string, root: string) {
    const [{ code }] = bundlePrograms(root, [join(root, 'console')]);
    const checksum = createHash('sha256').update(code).digest('hex');
    const folder = mkdtempSync(join(tmpdir(), 'console-'));
    try {
      const file = join(folder, 'main.js');
      writeFileSync(file, code);
      // The file is copied to the assembly at once.
      super(scope, id, {
        path: file,
        assetHashType: AssetHashType.CUSTOM,
        assetHash: checksum,
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
    this.checksum = checksum;
  }
}
