import { once } from 'node:events';
import { createServer, Server, ServerResponse } from 'node:http';
import {
  createServer as createServer2,
  Http2Server,
  Http2ServerResponse,
  ServerHttp2Session,
} from 'node:http2';
import { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** The parameter that holds the id of the knowledge base. */
const PARAMETER = '/shop-dev/knowledge/knowledge-base-id';

/** What the knowledge base answers: an HTTP status, and a body or the type of an error. */
interface Answer {
  readonly status: number;
  readonly body: object;
  readonly error?: string;
}

/** A knowledge base as far as agents see it: `GetParameter` of Parameter Store, and `Retrieve` of Bedrock over HTTP/2. */
export class LocalKnowledge {
  /** What was looked up, the oldest first. */
  readonly queries: string[] = [];
  private answer: Answer = { status: 200, body: { retrievalResults: [] } };
  private hidden = false;

  private readonly parameters: Server = createServer((request, response) => {
    void json(request).then(body =>
      send(response, this.getParameter(body as { Name: string })),
    );
  });
  private readonly documents: Http2Server = createServer2(
    (request, response) => {
      void json(request).then(body =>
        send(response, this.retrieve(request.url, body as RetrieveRequest)),
      );
    },
  );
  private readonly sessions: ServerHttp2Session[] = [];

  private constructor() {
    this.documents.on('session', session => this.sessions.push(session));
  }

  /** Starts it on free ports. */
  static async start(): Promise<LocalKnowledge> {
    const knowledge = new LocalKnowledge();
    for (const server of [knowledge.parameters, knowledge.documents]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return knowledge;
  }

  /** What an agent must have in its environment to use it. */
  get environment(): Record<string, string> {
    return {
      KNOWLEDGE_BASE_PARAMETER: PARAMETER,
      AWS_ENDPOINT_URL_SSM: urlOf(this.parameters),
      AWS_ENDPOINT_URL_BEDROCK_AGENT_RUNTIME: urlOf(this.documents),
    };
  }

  /** Says what the documents say from now on, and where. */
  says(text: string, uri: string): void {
    const passage = {
      content: { text },
      location: { type: 'S3', s3Location: { uri } },
    };
    this.answer = { status: 200, body: { retrievalResults: [passage] } };
  }

  /** Finds nothing from now on. */
  saysNothing(): void {
    this.answer = { status: 200, body: { retrievalResults: [] } };
  }

  /** Refuses from now on, as AWS services do. */
  refuse(error: string, status: number): void {
    this.answer = { status, error, body: { message: 'secret of the log' } };
  }

  /** Has no parameter from now on, as before the knowledge base is made. */
  hide(): void {
    this.hidden = true;
  }

  /** Stops it. */
  stop(): void {
    this.sessions.forEach(session => session.destroy());
    this.documents.close();
    this.parameters.closeAllConnections();
    this.parameters.close();
  }

  private getParameter({ Name }: { Name: string }): Answer {
    return Name === PARAMETER && !this.hidden
      ? { status: 200, body: { Parameter: { Value: 'KB12345678' } } }
      : { status: 400, error: 'ParameterNotFound', body: {} };
  }

  private retrieve(path: string, { retrievalQuery }: RetrieveRequest): Answer {
    this.queries.push(retrievalQuery.text);
    return path === '/knowledgebases/KB12345678/retrieve'
      ? this.answer
      : { status: 404, error: 'ResourceNotFoundException', body: {} };
  }
}

/** What is read of a request of `Retrieve`. */
interface RetrieveRequest {
  readonly retrievalQuery: { readonly text: string };
}

function urlOf(server: Server | Http2Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function send(
  response: ServerResponse | Http2ServerResponse,
  { status, body, error }: Answer,
): void {
  response.statusCode = status;
  if (error) {
    response.setHeader('x-amzn-errortype', error);
  }
  response.end(JSON.stringify(body));
}
