import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { type Certificate, TOKEN } from './gitHost';
import { GithubServer } from './githubServer';
import { GitlabServer } from './gitlabServer';

/** A GitHub and a GitLab of the tests, on this machine. */
export class GitHosts {
  readonly #directory: string;
  readonly github: GithubServer;
  readonly gitlab: GitlabServer;

  private constructor(directory: string, certificate: Certificate) {
    this.#directory = directory;
    const folderOf = (name: string) => path.join(directory, name);
    this.github = new GithubServer(folderOf('github'), certificate);
    this.gitlab = new GitlabServer(folderOf('gitlab'), certificate);
  }

  /** Starts both. */
  static async start(): Promise<GitHosts> {
    const directory = await mkdtemp(path.join(tmpdir(), 'agentinfra-git-'));
    const certificate = makeCertificate();
    await writeFile(certificateFile(directory), certificate.cert);
    const hosts = new GitHosts(directory, certificate);
    await Promise.all([hosts.github.start(), hosts.gitlab.start()]);
    return hosts;
  }

  /** What a portal needs in its environment to publish to them with `config/git-hosts.yaml`. */
  get env(): NodeJS.ProcessEnv {
    return {
      GITHUB_HOST: this.github.host,
      GITLAB_HOST: this.gitlab.host,
      GIT_TOKEN: TOKEN,
      NODE_EXTRA_CA_CERTS: certificateFile(this.#directory),
    };
  }

  /** Stops both and forgets everything. */
  async stop(): Promise<void> {
    this.github.stop();
    this.gitlab.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

function certificateFile(directory: string): string {
  return path.join(directory, 'certificate.pem');
}

function makeCertificate(): Certificate {
  const { private: key, cert } = generate(
    [{ name: 'commonName', value: '127.0.0.1' }],
    {
      algorithm: 'sha256',
      keySize: 2048,
      extensions: [
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    },
  );
  return { key, cert };
}
