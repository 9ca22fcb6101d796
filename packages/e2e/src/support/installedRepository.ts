import { cp, rename } from 'node:fs/promises';
import path from 'node:path';
import { run, runOrThrow, type Outcome } from './processes';
import type { AccountPlace } from './sandbox';

const MODULES = 'node_modules';

/** Where a repository is deployed to: the sandbox, and the account in it. */
export interface RepositoryTarget extends AccountPlace {
  /** URL of the sandbox. */
  url: string;
}

/** A copy of a rendered repository, away from this one, with its packages: what somebody has who cloned it. */
export class InstalledRepository {
  private constructor(
    /** Its folder. */
    readonly folder: string,
    private readonly target: RepositoryTarget,
  ) {}

  /**
   * Copies a repository and installs its packages.
   *
   * @param source - the rendered repository
   * @param folder - where the copy goes
   * @param target - where it is deployed to
   * @param donor - an installed repository that is needed no longer: its packages move here, instead of being installed once more
   */
  static async copyOf(
    source: string,
    folder: string,
    target: RepositoryTarget,
    donor?: InstalledRepository,
  ): Promise<InstalledRepository> {
    await cp(source, folder, { recursive: true });
    if (donor) {
      // A link would do for Node, but esbuild sees where it leads and makes other bundles.
      await rename(
        path.join(donor.folder, MODULES),
        path.join(folder, MODULES),
      );
    } else {
      await runOrThrow(['npm', 'ci', '--no-audit', '--no-fund'], {
        cwd: folder,
      });
    }
    return new InstalledRepository(folder, target);
  }

  /**
   * Runs the stock CDK CLI against the sandbox.
   *
   * @returns its output
   * @throws Error with the output, when it fails
   */
  cdk(...args: string[]): Promise<string> {
    return runOrThrow(['npx', 'cdk', ...args], this.#inside());
  }

  /** Runs a script of the repository against the sandbox, to whatever end. */
  script(name: string): Promise<Outcome> {
    return run(['npm', 'run', name], this.#inside());
  }

  #inside() {
    const { url, account } = this.target;
    return {
      cwd: this.folder,
      env: {
        AWS_ENDPOINT_URL: url,
        AWS_ACCESS_KEY_ID: account,
        AWS_SECRET_ACCESS_KEY: 'sandbox',
      },
    };
  }
}
