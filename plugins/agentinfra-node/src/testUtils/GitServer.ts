import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import type {
  IncomingMessage,
  RequestListener,
  ServerResponse,
} from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Git repositories that can be cloned and pushed to over HTTP at `/<owner>/<repository>.git`, by git's own `http-backend`. */
export class GitServer {
  readonly #root: string;
  readonly #token: string;

  /**
   * @param root - the folder of the repositories
   * @param token - the password, whatever the user name
   */
  constructor(root: string, token: string) {
    this.#root = root;
    this.#token = token;
  }

  /** Makes an empty repository. */
  async create(repository: string): Promise<void> {
    await mkdir(this.directory(repository), { recursive: true });
    await this.git(repository, 'init', '--bare', '--initial-branch', 'main');
    await this.git(repository, 'config', 'http.receivepack', 'true');
  }

  /** Makes a repository refuse every push from now on, as one does whose branch is protected. */
  async refusePushes(repository: string): Promise<void> {
    const hook = join(this.directory(repository), 'hooks', 'update');
    await writeFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  }

  /** The folder of a repository such as `acme/shop`. */
  directory(repository: string): string {
    return join(this.#root, `${repository}.git`);
  }

  /** Runs git in a repository; returns what it writes. */
  async git(repository: string, ...args: string[]): Promise<string> {
    const { stdout } = await run('git', args, {
      cwd: this.directory(repository),
    });
    return stdout;
  }

  /** Answers a request of git. */
  readonly handle: RequestListener = (request, response) => {
    const [, password] = credentialsOf(request);
    if (password !== this.#token) {
      response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
      return;
    }
    void this.#runBackend(request, response);
  };

  async #runBackend(request: IncomingMessage, response: ServerResponse) {
    const { pathname, search } = new URL(
      request.url ?? '/',
      'http://localhost',
    );
    const backend = spawn('git', ['http-backend'], {
      env: {
        PATH: process.env.PATH,
        GIT_PROJECT_ROOT: this.#root,
        GIT_HTTP_EXPORT_ALL: '1',
        GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        PATH_INFO: pathname,
        QUERY_STRING: search.slice(1),
        REQUEST_METHOD: request.method,
        CONTENT_TYPE: request.headers['content-type'],
        CONTENT_LENGTH: request.headers['content-length'],
        HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        REMOTE_USER: 'portal',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    request.pipe(backend.stdin);
    const chunks: Buffer[] = [];
    backend.stdout.on('data', chunk => chunks.push(chunk));
    await once(backend, 'close');
    answer(response, Buffer.concat(chunks));
  }
}

/** Turns the answer of a CGI program into one of HTTP. */
function answer(response: ServerResponse, output: Buffer): void {
  const end = output.indexOf('\r\n\r\n');
  const headers = output
    .subarray(0, end)
    .toString()
    .split('\r\n')
    .map(line => line.split(/: (.*)/));
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'status') {
      response.statusCode = Number.parseInt(value, 10);
    } else {
      response.setHeader(name, value);
    }
  }
  response.end(output.subarray(end + 4));
}

/** User and password of a request with basic authentication. */
function credentialsOf({ headers }: IncomingMessage): string[] {
  const encoded = /^Basic (.*)$/.exec(headers.authorization ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString().split(':');
}
