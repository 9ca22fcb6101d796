import { GitServer } from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';

/** Where the REST API begins, as in GitHub Enterprise. */
const API = '/api/v3';
const TOKEN = 'a-token-of-the-tests';
/** A person who commits beside the portal. */
const BOB = ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.com'];

/** As much of GitHub as a portal needs that publishes and reads repositories: git over HTTPS, and a few calls of the REST API. */
export class GithubServer {
  readonly #directory: string;
  readonly #server: Server;
  readonly #git: GitServer;

  private constructor(directory: string, key: string, cert: string) {
    this.#directory = directory;
    this.#git = new GitServer(path.join(directory, 'repositories'), TOKEN);
    this.#server = createServer({ key, cert }, (request, response) => {
      if (!request.url?.startsWith(`${API}/`)) {
        this.#git.handle(request, response);
        return;
      }
      this.#answer(request, response).catch(error => {
        send(response, 500, { message: String(error) });
      });
    });
  }

  /** Starts it on a free port of this machine. */
  static async start(): Promise<GithubServer> {
    const directory = await mkdtemp(path.join(tmpdir(), 'agentinfra-github-'));
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
    await writeFile(path.join(directory, 'certificate.pem'), cert);
    const github = new GithubServer(directory, key, cert);
    github.#server.listen(0, '127.0.0.1');
    await once(github.#server, 'listening');
    return github;
  }

  /** Its name and port, as `repoUrl` begins. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What a portal needs in its environment to publish here with `config/github.yaml`. */
  get env(): NodeJS.ProcessEnv {
    return {
      GITHUB_HOST: this.host,
      GITHUB_TOKEN: TOKEN,
      NODE_EXTRA_CA_CERTS: path.join(this.#directory, 'certificate.pem'),
    };
  }

  /** The subjects of the commits on `main` of a repository such as `acme/shop`, the first one first. */
  async commits(repository: string): Promise<string[]> {
    const log = ['log', '--reverse', '--format=%s', 'main'];
    const subjects = await this.#git.git(repository, ...log);
    return subjects.trim().split('\n');
  }

  /** The content of a file on `main`. */
  async file(repository: string, file: string): Promise<string> {
    return this.#git.git(repository, 'show', `main:${file}`);
  }

  /** Commits without the portal: to a repository as it is, or a repository's first commit. */
  async commitByHand(repository: string, subject: string): Promise<void> {
    const git = (...args: string[]) => this.#git.git(repository, ...args);
    const head = await git('rev-parse', '--verify', 'main').catch(() => '');
    const tree = head
      ? ['main^{tree}', '-p', 'main']
      : [(await git('hash-object', '-wt', 'tree', '/dev/null')).trim()];
    const commit = await git(...BOB, 'commit-tree', ...tree, '-m', subject);
    await git('update-ref', 'refs/heads/main', commit.trim());
  }

  /** Makes an empty repository. */
  async create(repository: string): Promise<void> {
    await this.#git.create(repository);
  }

  /** Stops it and forgets everything. */
  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    if (!/^(token|bearer) a-token/i.test(request.headers.authorization ?? '')) {
      send(response, 401, { message: 'Bad credentials' });
      return;
    }
    const { pathname } = new URL(request.url ?? '', `https://${this.host}`);
    const [resource, ...names] = pathname.slice(API.length + 1).split('/');
    switch (`${request.method} ${resource}`) {
      case 'GET users':
        send(response, 200, { login: names[0], type: 'Organization' });
        break;
      case 'POST orgs':
        await this.#createRepository(request, response, names[0]);
        break;
      case 'PUT repos':
        // The protection of a branch.
        send(response, 200, {});
        break;
      case 'GET repos':
        await this.#sendFile(response, names);
        break;
      default:
        send(response, 404, { message: 'Not Found' });
    }
  }

  async #createRepository(
    request: IncomingMessage,
    response: ServerResponse,
    owner: string,
  ): Promise<void> {
    const { name } = JSON.parse(await text(request)) as { name: string };
    const url = `https://${this.host}/${owner}/${name}`;
    await this.create(`${owner}/${name}`);
    send(response, 201, { name, html_url: url, clone_url: `${url}.git` });
  }

  /** Answers `/repos/<owner>/<repository>/contents/<path>`. */
  async #sendFile(
    response: ServerResponse,
    [owner, repository, , ...file]: string[],
  ): Promise<void> {
    const content = await this.file(
      `${owner}/${repository}`,
      file.join('/'),
    ).catch(() => undefined);
    if (content === undefined) {
      send(response, 404, { message: 'Not Found' });
    } else {
      response.end(content);
    }
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
