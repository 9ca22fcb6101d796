import { GitServer } from '@agentinfra/backstage-plugin-agentinfra-node/testUtils';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

/** The token that lets the portal in. */
export const TOKEN = 'a-token-of-the-tests';
/** A person who commits beside the portal. */
const BOB = ['-c', 'user.name=Bob', '-c', 'user.email=bob@example.com'];

/** What a host needs to be reached over HTTPS. */
export interface Certificate {
  key: string;
  cert: string;
}

/** A call of a REST API. */
export interface Call {
  /** Method and first name of the path, such as `POST orgs`. */
  call: string;
  /** The other names of the path, decoded. */
  names: string[];
  request: IncomingMessage;
  response: ServerResponse;
}

/** As much of a git host as a portal needs that publishes and reads repositories: git over HTTPS, and a REST API. */
export abstract class GitHost {
  readonly #server: Server;
  readonly #git: GitServer;

  /**
   * @param directory - the folder of its repositories
   * @param api - where the paths of its REST API begin, such as `/api/v3/`
   */
  constructor(directory: string, certificate: Certificate, api: string) {
    this.#git = new GitServer(directory, TOKEN);
    this.#server = createServer(certificate, (request, response) => {
      if (!request.url?.startsWith(api)) {
        this.#git.handle(request, response);
        return;
      }
      this.#callApi(request.url.slice(api.length), request, response).catch(
        error => send(response, 500, { message: String(error) }),
      );
    });
  }

  /** Answers a call of the REST API. */
  protected abstract answer(call: Call): Promise<void>;

  /** Starts it on a free port of this machine. */
  async start(): Promise<void> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** Stops it. */
  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Its name and port, as `repoUrl` begins. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
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

  async #callApi(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { authorization = '', 'private-token': token } = request.headers;
    if (![token, authorization.split(' ')[1]].includes(TOKEN)) {
      send(response, 401, { message: 'Bad credentials' });
      return;
    }
    const [resource, ...names] = path
      .split('?')[0]
      .split('/')
      .map(decodeURIComponent);
    const call = `${request.method} ${resource}`;
    await this.answer({ call, names, request, response });
  }

  /** Answers with a file on `main`, or that there is none. */
  protected async sendFile(
    response: ServerResponse,
    repository: string,
    file: string,
  ): Promise<void> {
    const content = await this.file(repository, file).catch(() => undefined);
    if (content === undefined) {
      send(response, 404, { message: 'Not Found' });
    } else {
      response.end(content);
    }
  }
}

/** Answers with JSON. */
export function send(
  response: ServerResponse,
  status: number,
  body: unknown,
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
